"""The 40 media types that an attachment may have."""

from typing import Final

_SUBTYPES: Final = {
    "application": "pdf vcard",
    "audio": "3gpp 3gpp2 L24 ac3 amr amr-nb basic mp4 mpeg ogg vnd.rn-realaudio vnd.wave webm",
    "image": "bmp gif jpeg jpg png tiff",
    "text": "calendar csv directory richtext rtf vcard x-vcard",
    "video": "3gpp 3gpp-tt 3gpp2 H261 H263 H263-1998 H263-2000 H264 mp4 mpeg quicktime webm",
}
MIME_TYPES: Final = frozenset(f"{kind}/{name}" for kind, names in _SUBTYPES.items() for name in names.split())

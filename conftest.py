"""The suite's root: hands pytest the plugin that runs the executable contract."""

pytest_plugins = ["close_sms.plugin.hooks"]

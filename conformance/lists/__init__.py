"""What the checks of lists share: pages, filters, and a lead with messages to look for."""

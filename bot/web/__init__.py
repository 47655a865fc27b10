"""The browser: pages, cards and forms as HTML, and what comes back from them."""

"""What the demo is made of: words in English and Chinese, all invented for it."""

"""What is remembered: the nouns (`tables`), one open transaction (`store`), and the questions asked of them."""

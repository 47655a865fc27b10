"""How each conversation looks: nouns in, cards out, nothing else."""

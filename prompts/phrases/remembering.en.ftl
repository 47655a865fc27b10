# How somebody asks us to remember or to forget something, before they say what. Spellings are parted by |.

remember = remember | remember that | please remember | please remember that
forget = forget | forget that | forget about | please forget that

# With which words a question begins that has no question mark, and which are one by themselves. Spellings are parted
# by |.

bare = who | what | when | how | whose | which
begins = ask | why | who owns | who is | who decides | whose | until when | by when | how far | how many | how much | what serves | what is our | what are our | what does | which line | which goal

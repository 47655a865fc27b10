# With which words a question begins that has no question mark, and which are one by themselves. Spellings are parted
# by |.

bare = who | what | when | how | whose | which
begins = ask | what changed | what has changed | whats new | what is new | who could help | who can help | who knows about | since when | why | who owns | who is | who decides | whose | until when | by when | how far | how many | how much | what serves | what is our | what are our | what does | which line | which goal | which measure | which measures | which promise | which promises | which lesson | which lessons | who promised | who owes us | what was promised | what did we promise | what have we promised | what did i | what have i done | what have i worked on | is there a lesson | find the lesson | find a lesson | find lessons | find the promise | find the measure | find the line | find my | search | look up

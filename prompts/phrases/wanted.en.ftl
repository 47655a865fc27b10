# By which words we know that a question wants more than one line: score/wanted.py says how it is read. Spellings are
# parted by |.

why = why | how come
rather = and not | but not | instead of | rather than
helping = who could help | who can help | who might help | who would help | who may help | who knows about | who works on | who is working on | who else works on | who should i ask | who could i ask | who can i ask | whom can i ask | whom should i ask | who do i ask | who can i talk to | who do i talk to | who should i talk to | who plays from | who helps
changed = what changed | what has changed | what is changed | has anything changed | did anything change | what is new | anything new | what was changed | changes since | changed since | has changed | what changes were made
about = what about | and what about | how about | and how about
compared = differ from | differs from | different from | differ | difference between | differences between | compare | compared with | compared to | versus | vs | have in common | in common
between = and | with | to | from | or
topic = on | about | regarding | concerning | when it comes to | as to | in
edition = edition | edition number
since = since | after

# How people begin what they write in one message, and what they write for nothing. Spellings are parted by |.

today = today | tasks | plan | my plan | doing
tomorrow = tomorrow
blocker = blocked | blocker | blockers | stuck | in the way
blocker-said = blocked by | stuck on | held up by
win = win | wins
confidence = confidence | sure
nothing = none | no | nothing | nope | n/a | -

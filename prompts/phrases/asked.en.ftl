# By which words we know what a question wants: score/search.py says which goes first. Spellings are parted by |.

private = feeling | feelings | feel | feels | happy | unhappy | stressed | private | privately | on leave | sick | ill | draft | drafts | told you | tell you | think of | vision | performance | perform | performing
secret = confidence | confident | how sure | mood | pulse
first = first | more important | more urgent | matters more | rather | goes before | comes before
or = or
week = my week
part = my part | my lines | my score
not = choose not | chose not | chosen not | not doing | not to do | not do | no longer do | never do | decide against | decided against | chose against | chosen against | out of scope | in scope | rule out | ruled out | refuse | refused
why = why | what for | reason | reasons | purpose | what is the point | how come
who = who | whose | whom | owner | owners | owns | own | owned | responsible | accountable | deputy | in charge | point of contact | leads on | stands in
until = until when | by when | when | deadline | due | due date | what date | which date
how_far = how far | how is | how are | how well | progress | status | done | finished | complete | completed | on track | set up | started | begun | underway | in place
target = target | targets | how many | how much | what number | measure | measures | measured | metric | kpi
serves = serves | serve | what supports | contributes to | contribute to | depends on
accepted = accepted | approved | adopted | agreed to
aspiration = aspiration | what do we aspire to
where_to_play = where to play | where do we play
how_to_win = how to win | how do we win
capabilities = capabilities | what must we be able to do
systems = management systems | which systems
condition = must be true | have to be true
furniture = this one | that one | group | groups | team | teams | goal | goals | commitment | commitments | line | lines | priority | priorities | promise | promised | promises | cover | covers | covered | say | says | anything | something | handle | handles | part | parts | run | runs | decide | decides | are we doing | get | gets | strategy | ask

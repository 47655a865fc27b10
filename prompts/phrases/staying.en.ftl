# With which words somebody says that they keep out of something, end it, or hand it on. Spellings are parted by |.

out = not | don't | doesn't | didn't | won't | can't | cannot | isn't | never | no longer | no more | without | except | instead of | rather than | other than | why we | out of scope | keep out | kept out | keep away | stay out | stay away | steer clear | avoid | avoiding | leave out | leave to
end = stop | stops | stopped | stopping | cancel | cancels | cancelled | cancelling | drop | dropped | dropping | end the | ending | wind down | winding down | close down | closing down | phase out | get rid of | withdraw | withdrew | pull out | back out
refuse = decline | declines | declined | declining | refuse | refused | refusing | reject | rejected | rejecting | turn down | turned down | turning down | turn away | turned away | say no | said no | saying no | no to | no thanks
hand-on = hand | hands | handed | handing | over to | pass on | pass the | passed on | pass it | refer | referred | referring | redirect | redirected | forward the | send on | transfer | transferred | transferring | return the | give back

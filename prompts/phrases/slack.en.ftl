# What the door to Slack says by itself.

name = Concertmaster
close = Close
stranger = I do not know you here yet, so I can show you nothing. Ask whoever runs Concertmaster in your organisation to put your Slack account into its roster.
guest = I answer members of this workspace alone; guests and people of other organisations see nothing of it.
shared = Another organisation reads along in this channel, so I say nothing here. Write to me directly instead.
no-team = I do not know whose channel this is, or it is not your team’s, so I say nothing here. Write to me directly instead.
unknown = That is nothing of mine, or of a release that is gone. Write “help” to me, and I say what can be done now.
old = That is too old to be gone on with. Write once more what you wanted to see.
direct = I answered in our direct conversation.
working = is looking it up in the score
stopped = Stopped. You get no answer to that, and nothing was passed on.
busy = I could not keep that just now. Nothing was changed; please send it once more.
channel-linked = I am in #{ $channel } now. What { $team } shares goes there: its digest, and blockers that people want known.
channel-unknown = You invited me into #{ $channel }. I do not know whose channel it is, so I say nothing there. Give it the name of your team in the roster, or let somebody invite me once more who leads one team.
channel-shared = You invited me into #{ $channel }, where another organisation reads along. I say nothing there; invite me into a channel of your own.
channel-guests = You invited me into #{ $channel }, where a guest reads along. I say nothing there; take them out and invite me once more, or invite me into a channel without guests.
no-directory = Slack did not let me read who is here, so I can propose nothing. Nothing was changed; try once more in a few minutes.

# What the door to Microsoft Teams says by itself.

stranger = I do not know you here yet, so I can show you nothing. Ask whoever runs Concertmaster in your organisation to put your Microsoft account into its roster.
guest = I answer members of this organisation alone; guests and people of other organisations see nothing of it.
no-team = I do not know whose channel this is, or it is not your team’s, so I say nothing here. Write to me directly instead.
channel-guests = A guest, or somebody of another organisation, reads along here, so I say nothing. Take them out and write to me once more, or ask me in a channel of your own.
channel-unknown = I do not know whose channel this is, so I say nothing here. Give it the name of your team in the roster, or let somebody write to me here who leads one team. Until then, write to me directly.
channel-linked = This is { $team }’s channel from now on. What { $team } shares goes here: its digest, and blockers that people want known.
unknown = That is nothing of mine, or of a release that is gone. Write “help” to me, and I say what can be done now.
old = That is too old to be gone on with. Write once more what you wanted to see.
direct = I answered in our own chat.
below = I answered below.
done = Done.
busy = I could not keep that just now. Nothing was changed; please send it once more.
working = I am looking it up in the score.
no-directory = Teams did not let me read who is in your teams, so I can propose nothing. Nothing was changed; try once more in a few minutes.

# What the door to Microsoft Teams says by itself.

stranger = I do not know you here yet, so I can show you nothing. Ask whoever runs Concertmaster in your organisation to put your Microsoft account into its roster.
guest = I answer members of this organisation alone; guests and people of other organisations see nothing of it.
no-team = I do not know whose channel this is, or it is not your team’s, so I say nothing here. Write to me directly instead.

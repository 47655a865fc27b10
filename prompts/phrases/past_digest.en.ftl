# A digest of another day, week or team that somebody asked for in words.

unknown = I find no day that is over and no team in “{ $said }”. “Digest of yesterday” works, “digest of last Friday”, or “week of” and a date; with a team’s name before the day or after it.
to-come = No day that is over has that name; a day that is still to come has no digest yet.
which-team = Several teams have that name. Which one?

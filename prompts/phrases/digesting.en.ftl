# How somebody asks for a digest of another day, week or team: what follows is a day, a team, or both.

begins = digest as of | digest of | digest for | digest from | digest on | digest | the digest as of | the digest of | the digest for | the digest from | the digest on | the digest | show digest as of | show the digest as of | show digest of | show the digest of | show me the digest of
week = week of | the week of | digest of the week of | the digest of the week of | digest for the week of | digest as of the week of
ends = 's digest
between = on | of | for | as | from | in | team | the

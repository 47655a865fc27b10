# Who could help with a line: what the score and the roster say to everybody, and never who did how much.

known = These have to do with { $line }.
nobody = The score names nobody for { $line }, and no team plays from its part.
team = Plays from it
led = { $count ->
    [0] { $team }
   *[other] { $team }, led by { $names }
 }
promised = Promised
says = { $who }: { $promise }

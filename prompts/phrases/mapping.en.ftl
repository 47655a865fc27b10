# How somebody asks for the map of one part of the score: what follows is its name.

begins = map of | the map of | score map of | the score map of | show map of | show the map of | show me the map of | map for | the map for
article = the | part | the part | team | the team

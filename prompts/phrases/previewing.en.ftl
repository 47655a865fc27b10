# How somebody asks what goes out to whom, and when. After the first a name follows, days or both; after the second, days.

of = preview for | preview of | preview | what goes out to | what comes to | what will be sent to | what would be sent to
in = what goes out | what will be sent | what would be sent

# How somebody asks what goes out to whom; the name follows.

of = preview for | preview of | preview | what goes out to | what comes to | what will be sent to

# How a lesson is sent in one sentence: "send whirlwind to the Field team". Spellings are parted by |.

begins = send | lesson | send the lesson | send a lesson on | send a lesson about | send lesson | teach
to = to | for

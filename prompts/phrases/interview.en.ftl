# The interview that writes a score: each question, what makes a good answer to it, and an example.

asks = { $what ->
    [organisation] Whose score is this? The name of the organisation, or of the team if it plays by itself.
    [season] For which season is it?
    [aspiration] { $of }: what would winning be, and for whom?
    [where_to_play] { $of }: on which field do you play?
    [where_not] { $count ->
        [1] “{ $of }”: and where not? Whom or what do you leave to others?
       *[other] And what else do you leave to others?
     }
    [how_to_win] { $of }: why would they choose you there rather than anybody else?
    [how_not] { $count ->
        [1] “{ $of }”: and how not? By which way to win do you not even try?
       *[other] And by which other way not?
     }
    [opposite] “{ $of }”: would a sensible competitor choose the opposite?
    [sharper] Then it is good housekeeping rather than a choice. What of it would another in your trade do the other way round?
    [capabilities] { $count ->
        [1] “{ $of }”: what must you be able to do for that, as few others can?
       *[other] And what else must you be able to do?
     }
    [systems] “{ $of }”: what keeps that up when nobody thinks of it?
    [must_be_true] { $count ->
        [1] “{ $of }”: what would have to be true for it to work? What you doubt most first.
       *[other] And what else would have to be true?
     }
    [test] “{ $of }”: how will you find out whether that holds?
    [tester] And who finds out?
    [priorities] { $count ->
        [1] { $of }: what do you commit to move this season?
       *[other] And what else, if anything? { $count ->
            [2] You have named one.
           *[other] Three to five are what people keep in mind.
         }
     }
    [owner] “{ $of }”: who answers for it?
    [deputy] And who does when they are away?
    [until] “{ $of }”: until which day? Or does it stand without one?
    [serves] “{ $of }”: which of these is it there for?
    [measure] { $count ->
        [1] “{ $of }”: by which number will you know that it moves?
       *[other] Is there a second number, such as one that moves earlier?
     }
    [unit] “{ $of }”: counted in what?
    [start] “{ $of }”: where does it stand today?
    [target] And where is it to be?
    [direction] “{ $of }”: is more of it better, or less?
    [every] “{ $of }”: how often is it read?
    [source] And where is it read from?
    [type] “{ $of }”: does it move first, or does it show afterwards what came of it?
    [part] { $count ->
        [1] { $of } is written down. Is there a part within it, a unit or a team, that chooses something of its own? Its name.
       *[other] Is there another part? Its name.
     }
    [kind] { $of }: a unit, or a team?
    [within] { $of }: within which part does it stand?
    [part_serves] { $of }: which of these is it there for above all?
   *[own_choices] { $of }: does it answer the five questions for itself too?
}

hint = { $what ->
    [organisation] As people call it.
    [season] Half a year or a quarter works; a year is long to wait for an answer.
    [aspiration] What somebody outside would notice, in one sentence, that could turn out not to have come true. Growth alone is no answer.
    [where_to_play] Customers, places, products, channels: narrow enough that something stays outside.
    [where_not] Say what would hurt a little to give up, then a comma and why. This is the most useful line that a score has.
    [how_to_win] Something that they feel and that others do not do. Quality and service are what everybody says.
    [how_not] A way by which others win, and sensibly so.
    [opposite] If the opposite would be silly, everybody does it anyway, and nobody can lean on it on a Tuesday morning.
    [sharper] Write the sentence anew, or skip to keep it as it is.
    [capabilities] Something that can be learned and shown, not a virtue. Two or three at most.
    [systems] A meeting, a rule, a tool, a number on the wall: something that happens by itself.
    [must_be_true] About customers, yourselves, others, money: what could be otherwise, not what you hope for.
    [test] Something that could come out against you, soon and cheaply.
    [tester] One person; best not the one who would like it to be true.
    [priorities] What will be different at the end, begun with a verb; not a project's name.
    [owner] One person, by name or handle.
    [deputy] By name or handle.
    [until] A day, such as 2027-06-30. “standing” is for what never ends by intent.
    [serves] Its number, or its first words. What serves nothing of this is whirlwind, or a choice that was not written down.
    [measure] A number that somebody reads anyway. One that moves first is worth two that show it afterwards.
    [unit] Percent, days, orders a week.
    [start] Today's number. If nobody knows it, finding out is the first step: skip.
    [target] A number too. It is a bet, and may turn out otherwise.
    [direction] Without both numbers nobody could tell otherwise.
    [every] As often as you would act on it.
    [source] The list, tool or person where anybody could look it up.
    [type] A lead moves while you can still do something about it; a lag is what you are in it for.
    [part] Only those who choose something. Skip when there is none.
    [kind] A unit has teams in it; a team meets on Mondays.
    [within] Its number, or its first words.
    [part_serves] Its number, or its first words.
   *[own_choices] A unit with customers of its own does; a team mostly does not, and only commits to something.
}

example = { $what ->
    [organisation] Corner Bakery
    [season] Autumn 2026
    [aspiration] The street buys its bread on foot again
    [where_to_play] Households within ten minutes of the shop
    [where_not] Hotels, who want rolls at five and a discount
    [how_to_win] Bread that is still warm when people come home
    [how_not] The lowest price of the street, which the supermarket has
    [opposite] Cold bread, cheap and all day: a supermarket does that, and sensibly so. Yes.
    [sharper] Bread only twice a day, still warm, and none in between
    [capabilities] Two bakers who can run the oven alone
    [systems] The oven plan on the wall, made on Sundays for the week
    [must_be_true] People would walk five minutes more for warm bread
    [test] Ask forty who come past at six
    [tester] Bo
    [priorities] Bake a second time, at four
    [owner] Ada
    [deputy] Bo
    [until] 2026-12-31
    [serves] 3
    [measure] Loaves sold warm after five
    [unit] loaves a day
    [start] 0
    [target] 60
    [direction] up
    [every] week
    [source] the till
    [type] lead
    [part] The counter
    [kind] team
    [within] 1
    [part_serves] 2
   *[own_choices] no
}

example-says = For example: { $example }
before = Until now: { $answer }

option = { $value ->
    [yes] Yes
    [no] No
    [standing] It stands, without a last day
    [unit] A unit
    [team] A team
    [day] Every day
    [week] Every week
    [twoweeks] Every two weeks
    [month] Every month
    [quarter] Every quarter
    [up] More is better
    [down] Less is better
    [lead] It moves first
   *[lag] It shows afterwards what came of it
}

unfit = { $why ->
    [needed] This one is needed to go on.
    [unreadable] That holds a character that cannot be kept. Write it without.
    [too_long] That is too long: { $most } characters are what fits. What is the sentence that people should keep in mind?
    [no_day] That is no day that I know. Write it as 2027-06-30, or “standing” for none.
    [several_days] That can be several days. Write it as 2027-06-30.
    [over] That day is over. Until when from now on?
    [no_number] That is no number. Write 71 or 4.5, and the unit where it is asked for.
    [grouped] Is that a thousand, or a fraction? Write 1250 or 1.25.
    [same_number] That is where it stands already. Where is it to be?
    [no_option] That is none of these, or could be several. Write the number of one.
    [nobody] There is nobody here who is called that. A handle or a full name?
    [several_people] Several people are called that. Write the handle.
   *[no_handle] That cannot be made a handle. Write it in the letters a to z, such as ada.
}

help = An empty line skips a question, “-” takes an answer away, “back” goes one back, “so far” shows the score, “later” stops; what was said is kept.
goes-on = Going on where you stopped: { $count ->
    [one] one answer is
   *[other] { $count } answers are
 } kept in { $file }.
stopped = Stopped. What you said is kept in { $file }; the same command goes on from here.
not-an-interview = { $file } should hold an interview that was begun, and cannot be read. Nothing was changed: put it elsewhere, and begin again.
nothing-yet = Nothing is written down yet.
found = { $count ->
    [0] The rules find nothing in it so far.
    [one] The rules find one thing. “mend 1” asks for it again; it may also stay.
   *[other] The rules find { $count } things. “mend 1” asks for the first again, and so on; they may also stay.
}
finding = { $number }. { $severity } { $rule }, { $line }: { $reason }. { $remedy }
not-mended = That is not mended by a question, but in the file, once it is written.
no-such-finding = There is no finding of that number. “mend 1” is the first.
complete = That was the last question. An empty line writes { $file }.
written = { $file } is written: { $lines ->
    [one] one line
   *[other] { $lines } lines
 } in { $parts ->
    [one] one part
   *[other] { $parts } parts
 }. `concertmaster score check { $file }` judges it, `concertmaster demo --score { $file }` plays it.
exists = { $file } is there already, and was left as it is. Name another file.
templates = { $name }: { $what ->
    [company] a company with units, in all five choices
    [pricing] a pricing strategy
    [public-body] a public body, whose tasks are set by law
    [sales-support-service] sales, support and service with one renewal number and what pulls apart between them
    [talent] a talent strategy
   *[team] one team by itself
}
taken = { $score } and { $people } are written. Every sentence in them is an example: put your own in its place.
no-template = There is no template called { $name }. There are { $names }.

## In chat

answer = Answer
skip = { $kept ->
    [0] Skip
   *[other] Keep it
}
back = One back
so-far = So far
mend = Mend { $number }
number = { $number }
your-answer = Your answer
title = A question
keep = Keep
later = You can stop at any time: what you said is kept for ninety days. “write the score” goes on from here.
found-here = { $count ->
    [0] The rules find nothing in it so far.
    [one] The rules find one thing in it so far. It can be mended, and may also stay.
   *[other] The rules find { $count } things in it so far. They can be mended, and may also stay.
}
done = That was the last question. The score is written.
the-file = Show the file
hand-in = See what it would change
go-on = Go on
drop = Throw it away
take-it = It is my answer
heard = You wrote “{ $said }”. Is it the answer to what I asked?
so-far-says = { $lines ->
    [0] There is no line in it yet.
    [one] One line so far.
   *[other] { $lines } lines so far.
}
file-name = score.yml
copy = “See what it would change” shows that, and then puts it in force. Copied into a file, it is checked by “concertmaster score check”.
dropped = It is thrown away, and nothing of it is kept.
may-not = Who answers for the strategy writes the score, in a direct conversation with me.

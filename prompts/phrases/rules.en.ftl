# What the rules say of a score (score/rules). Each rule has a name, one or more sentences that say why it speaks, half a
# sentence each to stand after a place, and what to do about it; a sentence may have a remedy of its own. All may use
# $line, the address (or the part) that it is about, and what the rule gives them.

c01-name = A parent is named that is not there
c01 = “{ $line }” serves “{ $found }”, and no line stands there
c01-remedy = { $near ->
    [0] Write the address of a choice or priority of this part or of the one above it.
   *[other] Did you mean “{ $meant }”? Otherwise write a choice or priority of this part or of the one above it.
}

c02-name = Lines serve each other in a ring
c02 = these lines serve each other in a ring: { $ring }
c02-remedy = Delete the “serves:” of the one that the others are there for.

c03-name = Two have one id
c03 = “{ $found }” stands here a second time; the first is in line { $first }
c03-remedy = Give one of the two another id: what people cite must mean one thing.

c04-name = A priority below the top serves nothing
c04 = “{ $line }” does not say what it is there for
c04-remedy = Write under “serves:” which choice or priority of its part, or of the one above, it is there for; or take it out.

c05-name = One of the five questions has no answer
c05 = “{ $line }” says nothing under { $boxes }
c05-remedy = Answer the question in one sentence, or say there what the part leaves to the one above it.

c06-name = What is served is not of the part above
c06 = “{ $line }” serves “{ $found }”, past the part that it stands in: “{ $part }”
c06-remedy = Serve a line of the part above, which answers for the tie further up.
c06-nowhere = “{ $line }” serves “{ $found }”, which is no choice or priority of its own part or of one above it
c06-nowhere-remedy = Serve a choice or priority of this part or of the one above it.
c06-part = nothing in “{ $line }” serves a line of “{ $part }”, the part above it
c06-part-remedy = Say of one of its choices, or of a priority, which line above it is there for.

c07-name = A line says what its parent says
c07 = “{ $line }” says in hardly other words what “{ $other }” says
c07-remedy = Say what this part does for it: what is its own to choose, and what it leaves to others.

c08-name = More priorities than anybody keeps in mind
c08 = “{ $line }” has { $count } open priorities, and { $most } is the most that people keep in mind
c08-remedy = Keep those that this season stands or falls with; finish, drop or put off the rest.
c08-map = the whole score has { $count } open priorities, and a map of more than { $most } is hard to read
c08-map-remedy = Nothing has to be mended. Look whether every one of them has to move this season.

c09-name = A name tells nothing apart
c09 = “{ $line }” is also called “{ $name }”, and so is “{ $other }”
c09-remedy = Leave the name to the one of the two that people mean by it.
c09-said = “{ $line }” is also called “{ $name }”, which it says itself
c09-said-remedy = Take the name out: endings, accents and typing errors are known without it.
c09-twice = “{ $line }” has “{ $name }” in two entries of its same words
c09-twice-remedy = Make one entry of the two, if all of them mean the same; otherwise take the word out of one.

c10-name = Nobody owns it
c10 = nobody owns “{ $line }”
c10-remedy = Write under “owner:” the handle of the one person who answers for it.

c11-name = Its owner is not there
c11 = “{ $line }” is owned by { $owner }, whom the roster does not have
c11-remedy = Give it to somebody who is here, or add this person to the roster.
c11-left = “{ $line }” is owned by { $owner }, who left on { $last }
c11-left-remedy = Ask who has taken it on, and write their handle under “owner:”.

c12-name = One person owns too much
c12 = { $owner } owns { $count } open priorities, and { $most } is the most that one person can move
c12-remedy = Give some of them to others, or put them off.

c13-name = Its owner is from elsewhere
c13 = { $owner } owns “{ $line }”, and is in no team of “{ $part }”
c13-remedy = Give it to somebody of the part or to whoever leads above it, or put the person into a team there.

c14-name = Nobody stands in for its owner
c14 = nobody stands in for the owner of “{ $line }”
c14-remedy = Write a second handle under “deputy:”, for when the owner is away.
c14-same = { $owner } stands in for themselves at “{ $line }”
c14-gone = { $deputy } stands in for the owner of “{ $line }”, and is not here

c20-name = A priority has no measure
c20 = by no number is it known whether “{ $line }” moves
c20-remedy = Write one under “measures:”, with unit, start and target.

c21-name = Half a number
c21 = “{ $line }” has no { $missing }
c21-remedy = Write what is counted under “unit:”, where it stands under “start:” and where it is to be under “target:”.
c21-wish = “{ $line }” is a wish (“{ $wish }”), and has no { $missing }
c21-wish-remedy = Say how much is enough: a figure under “target:”, what is counted under “unit:”.

c22-name = No baseline
c22 = “{ $line }” says where it is to be, and not where it stands
c22-neither = “{ $line }” says neither where it stands nor where it is to be
c22-remedy = Read it once, and write the value under “start:”.

c23-name = Only measures that show it afterwards
c23 = { $count ->
    [one] the one measure of “{ $line }” shows afterwards what came of it
   *[other] all { $count } measures of “{ $line }” show afterwards what came of it
}
c23-remedy = Add one that moves first and that people can move themselves, with “type: lead”.

c24-name = A value is older than its cadence
c24 = “{ $line }” was last read { $days ->
    [one] a day
   *[other] { $days } days
} ago, and is to be read every { $every ->
    [one] day
   *[other] { $every } days
}
c24-remedy = Read it now, or say under “every:” how often it really is.
c24-never = “{ $line }” was never read in { $days ->
    [one] a day
   *[other] { $days } days
}, and is to be read every { $every ->
    [one] day
   *[other] { $every } days
}

c25-name = One measure, two targets
c25-targets = “{ $line }” and “{ $other }” count the same, and are to be { $mine } here and { $theirs } there
c25-ways = “{ $line }” and “{ $other }” count the same, and are to go two ways
c25-remedy = Keep one of the two. Where they are counted of different things, say so under “scope:”, or “subtotal: yes”.

c26-name = A measure is fed by nothing
c26 = “{ $line }” does not say where its number is from
c26-remedy = Name under “source:” the list, system or person that has it.

c30-name = Over, and open
c30 = “{ $line }” was due on { $until }, { $days ->
    [one] a day
   *[other] { $days } days
} ago, and is open
c30-remedy = Write “state: done” or “state: dropped”, or agree on another day.

c31-name = Due after what it serves
c31 = “{ $line }” is due on { $until }, after “{ $other }”, which it is there for: { $theirs }
c31-remedy = Bring it forward, or agree with the owner of the other on a later day.

c32-name = Looks further than what it serves
c32 = “{ $line }” looks { $months } months ahead, and “{ $other }”, which it is there for, { $theirs }
c32-remedy = Shorten the one horizon or lengthen the other: who is there for something cannot look further than that.

c33-name = A horizon far from the usual
c33 = “{ $line }” looks { $months ->
    [one] a month
   *[other] { $months } months
} ahead; the usual for a { $kind } is about { $usual }
c33-remedy = Nothing has to be mended. Look whether the line belongs to a part further up or further down.

c34-name = A priority without an end
c34 = “{ $line }” has no last day, and does not say that it stands
c34-remedy = Write the day under “until:”, or “standing: yes” where there is none by intent.

c40-name = A way to win that names no place to play
c40 = “{ $line }” does not say where it wins
c40-remedy = Write under “serves:” the place to play that it is there for.

c41-name = A capability that nothing keeps up
c41 = no management system serves “{ $line }”
c41-remedy = Add one under “systems:” that serves it: what is looked at, by whom, how often.

c42-name = A way to win that rests on no capability
c42 = no capability serves “{ $line }”
c42-remedy = Add under “capabilities:” what people must be able to do for it.

c43-name = A condition that nobody finds out about
c43 = “{ $line }” has no { $missing }
c43-remedy = Say under “test:” how it is known to hold, and under “owner:” who finds out.

c44-name = A line enters what was chosen against
c44 = “{ $line }” enters what “{ $other }” says is left out
c44-remedy = Take it out, say how it keeps out, or change the choice with whoever made it.

c50-name = Two measures pull apart over something shared
c50 = “{ $line }” and “{ $other }” pull against each other over { $shared }
c50-remedy = Give both a shared measure, or one that guards what neither may spoil; write it under “tensions:” with two owners and a review day.

c51-name = More hours asked for than there are
c51 = { $count ->
    [one] one line asks
   *[other] { $count } lines ask
} for { $asked } hours a week of “{ $line }”, which has { $offered }
c51-remedy = Put something off, ask for less, or find the hours.

c52-name = A need that nobody has promised
c52 = “{ $line }” needs something of “{ $source }”, which has promised nothing of it: { $words }
c52-remedy = Ask them; what they agree to stands under their “promises:”, with “serves:” naming this line.
c52-asked = “{ $line }” needs something of “{ $source }”, which has not accepted the promise yet: { $words }
c52-asked-remedy = Settle it: delete “accepted: no”, or agree on something else.
c52-promise = “{ $line }” was asked for by “{ $to }”, and is not accepted yet
c52-promise-remedy = Settle it: delete “accepted: no”, or write “state: dropped”.

c53-name = A promise that is due after it is needed
c53 = “{ $line }” is promised by { $until }, and “{ $other }” needs it by { $by }
c53-remedy = Bring the promise forward, or agree on a later day for what needs it.

c54-name = Two measures that are known to pull apart
c54 = “{ $line }” and “{ $other }” are known to pull against each other, and nothing guards either
c54-remedy = If they do here as well, write it under “tensions:” with two owners, a measure that both hold, and a review day.

c55-name = A tension that was not looked at
c55 = the tension of “{ $line }” was to be looked at on { $review } by { $owners }
c55-remedy = Look at it together, and write the next day under “review:”; or take the tension out where it is gone.

c60-name = Nobody works on it
c60 = nobody has worked on “{ $line }” for { $days } days
c60-remedy = Ask what is in the way, or drop it: an honest score has no line that nobody plays from.
c60-never = nobody has worked on “{ $line }” yet, for { $days } days

c61-name = Planned, and never done
c61 = of { $count } tasks that people planned for “{ $line }” in four weeks, none was done
c61-remedy = Ask what stops them: the tasks may be too large, or wait for others.

c62-name = Confidence falls
c62 = the confidence of those who work on “{ $line }” has fallen three weeks in a row
c62-remedy = Ask those who work on it what they see that others do not.

c63-name = More whirlwind than agreed
c63 = { $team } had { $percent } % whirlwind or more for two weeks, and has agreed on { $allowed } %
c63-remedy = Look with the team at what came in between: take some of it away, or agree on another allowance.

c64-name = Work that may want a line
c64 = { $count } tasks of several people play from no line and have one word in common: “{ $word }”
c64-remedy = Nothing has to be mended. If this is what you want people to do, give it a line.

c65-name = Stuck for too long
c65 = { $count ->
    [one] something has
   *[other] { $count } things have
} been in the way of “{ $line }”, for up to { $days } days
c65-remedy = Clear it, or pass it to whoever can.

# How they are shown

finding = { $severity ->
    [error] error
    [warning] warning
   *[information] information
}
ask = Ask { $owner }.
total = { $errors ->
    [0] No errors
    [one] 1 error
   *[other] { $errors } errors
}, { $warnings ->
    [0] no warnings
    [one] 1 warning
   *[other] { $warnings } warnings
}, { $informations ->
    [0] nothing for information
   *[other] { $informations } for information
}.
unjudged = Not judged without { $needs ->
    [people] a roster
   *[work] the work in a store
}: { $rules }.
none-such = There is no rule { $rules }; “concertmaster score check --rules” lists them all.
listed = { $id }  { $severity }{ $taste ->
    [0] {""}
   *[other] {" "}(taste)
}  { $name }

# What is wrong with a roster file beside what can be wrong with any file (language.*), and what to do about it. Each
# kind (score/roster.py) has a message of its name and a remedy. A message of the same name as one in language.* says
# it for rosters.

empty-file-remedy = Begin with `people:`; docs/roster.md has a small one to copy.

too-many-remedy = Say once at the top of the file what holds for most people: zone, country, days. Or split the organisation in two workspaces.

too-long-remedy = Say it shorter.

missing-remedy = Add `{ $wanted }` here.

bad-part-id-remedy = Write the id of a part of the score: the letters a to z, digits and hyphens, a letter first.

bad-handle = `{ $found }` cannot be a handle
bad-handle-remedy = Use the letters a to z, digits, dots and hyphens, a letter first, at most 64 of them, as in `ada` or `ada.byron`. Teams have no dots.

reserved-handle = `{ $found }` is the address of one of our own pages
reserved-handle-remedy = Take another handle. These are not to be had: { $wanted }.

same-handle = the person in line { $wanted } has the handle `{ $found }` already
same-handle-remedy = Give the team another handle: people and teams share theirs.

bad-zone = `{ $found }` is not a time zone
bad-zone-remedy = { $near ->
    [0] Write the name of a zone and a town, as in Europe/Dublin.
   *[other] Did you mean `{ $suggestion }`?
}

bad-time = `{ $found }` is not a time of day
bad-time-remedy = Write hours and minutes with a colon, from 00:00 to 23:59, as in 09:00.

bad-days = `{ $found }` are no working days
bad-days-remedy = Write mon, tue, wed, thu, fri, sat or sun, as in `mon-fri` or `mon tue thu`.

bad-other-hours = `{ $found }` are no hours of days
bad-other-hours-remedy = Write days and an hour, and a comma between them, as in `fri 10:30` or `mon-tue 08:00, fri 10:30`, or none.

bad-span = `{ $found }` are no hours
bad-span-remedy = Write two times with a hyphen between them, as in `18:00-08:00`, or none.

bad-window = `{ $found }` are no hours of one day
bad-window-remedy = Write two times of one day with a hyphen between them, the earlier one first, as in `08:00-11:00`, or none.

many-contacts = `{ $found }` contacts are named for one kind of help
many-contacts-remedy = Name { $wanted } at most: who needs help reads them at a glance.
bad-spread = a morning cannot be spread over `{ $found }`
bad-spread-remedy = Write a number of minutes from 0 to 120, as in `spread: 45`. With 0 everybody is asked at their hour.

bad-country = the holidays of `{ $found }` are not known here
bad-country-remedy = Write the two letters of the country, as in IE, with the region behind a hyphen where holidays differ, as in DE-BY. Leave it out, and no day is a holiday.

bad-language = `{ $found }` is not the name of a language
bad-language-remedy = Write its two or three letters, as in en or de.

bad-email = `{ $found }` is not an e-mail address
bad-email-remedy = Write one address and nothing else, as in ada@example.org.

same-email = line { $wanted } has the address `{ $found }` already
same-email-remedy = Give each person an address of their own: it is how they are known when they sign in.

bad-share = `{ $found }` is not a share
bad-share-remedy = Write a number from 0 to 1 with a point, as in 0.4.
bad-model = `{ $found }` does not say whether a model may put answers into words
bad-model-remedy = Write `none` for a team that does without, or `yes`.

bad-door = we have no door called `{ $found }`
bad-door-remedy = { $near ->
    [0] The doors are { $wanted }.
   *[other] Did you mean `{ $suggestion }`? The doors are { $wanted }.
}

same-account = line { $wanted } has the account `{ $found }` already
same-account-remedy = Keep it with one of the two: an account is one person.

leaves-first = the last day, { $found }, comes before the first, { $wanted }
leaves-first-remedy = Mend one of the two days.

unknown-person = nobody in this file has the handle `{ $found }`
unknown-person-remedy = { $near ->
    [0] Add the person under `people:` first.
   *[other] Did you mean `{ $suggestion }`? Otherwise add the person under `people:` first.
}

named-twice = `{ $found }` stands in this team as { $wanted } already
named-twice-remedy = Keep the one that is right. Who leads a team may stand among its members; anything else is one or the other.

no-such-part = the score has no part `{ $found }`
no-such-part-remedy = { $near ->
    [0] Write the id of a part of the score, or leave it out.
   *[other] Did you mean `{ $suggestion }`? Otherwise write the id of a part of the score, or leave it out.
}

nobody = there is nobody in this file
nobody-remedy = Write at least one person. A file without people would let everybody leave.

not-here-before = nobody here has had the handle `{ $found }`
not-here-before-remedy = { $near ->
    [0] Delete `was` if the person is new, or write the handle that they had.
   *[other] Did you mean `{ $suggestion }`? Delete `was` if the person is new.
}

claimed-twice = two people of this file say that they are `{ $found }`
claimed-twice-remedy = Let one of them keep it: delete this `was`, or take the other out of the file. The other is `{ $wanted }`.

no-connection = the account is one of { $found }, and this workspace is not connected there
no-connection-remedy = Connect it first, or leave the account out: people are also known by their e-mail address.

taken-account = the account `{ $found }` belongs to somebody else here
taken-account-remedy = Look which of the two it is; one of them has to let it go first.

never-asked = nobody would ever ask this person: their hour is { $wanted }, and the quiet hours `{ $found }` end more than four hours after it
never-asked-remedy = Give them another hour (`asked_at`, `other_hours`) or other `quiet` hours. What the file leaves out stays as it is here, or as it stands at its top for who is new.

# What is said of the coach's model to whoever runs Concertmaster.

off = The coach has no model: the score answers by itself, and no question goes anywhere.
answers = The coach has a model ({ $model }). It answered a question of ours as it was asked to, in { $milliseconds } ms and for { $tokens ->
    [one] 1 token
   *[other] { NUMBER($tokens) } tokens
}.
silent = The coach has a model ({ $model }), and it did not answer a question of ours: { $why ->
    [late] nothing came, or not all of it, within CONCERTMASTER_MODEL__DEADLINE
    [busy] it is overloaded, or wants a pause
    [down] it cannot be reached, or something there is broken
    [no_key] it refuses the key, or nobody pays for it any more
    [no_model] it has no such model, or nothing is at that address; most end in /v1
    [unfit] it refuses what it is asked, in every form that we know
    [too_long] the answer was longer than CONCERTMASTER_MODEL__ANSWER_TOKENS; a model that thinks first counts its thoughts
    [refused] it does not want to
    [filtered] a filter before it does not let it through
   *[garbage] what it said was no answer of the kind that it was asked for, nor was it when it was told so
}. The score answers by itself until it does. docs/model.md says more of each.
wants = The coach's model is half configured. It wants { $names } too; with none of its settings it is off.

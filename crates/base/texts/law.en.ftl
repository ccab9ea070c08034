# Words of the law, in English. Their Vietnamese is the title that `crates/domain` gives them (`State::title` and so
# on), which letters and officers' pages read too, so no sentence exists twice. Keys: the kind, then the stored word.
# A test compares them with the lists in `domain`.

## Where an application stands (domain::dossier::State)

state-submitted = Waiting to be checked
state-awaiting-completion = Waiting for missing documents
state-declined = Not accepted
state-received = Accepted
state-transferred = Passed on for processing
state-in-progress = Being processed
state-result-ready = Result ready
state-returned = Result handed over
state-awaiting-supplement = Waiting for missing documents
state-awaiting-duty = Waiting for a payment
state-refused = Refused
state-withdrawn = Withdrawn
state-stopped = Stopped
state-expired = Closed: no answer in time

## What happened (domain::dossier::Event)

event-submitted = Submitted online
event-received = Application accepted
event-completion-requested = Missing documents requested
event-completed = Missing documents added
event-declined = Not accepted
event-transferred = Passed on to the office that decides
event-taken = Taken up for processing
event-assigned = Given to an officer
event-drafted = Draft of the result written
event-advanced = Passed on to the next step
event-sent-back = Sent back to an earlier step
event-result-issued = Result issued
event-returned = Result handed over
event-reassigned = Given to another officer
event-undone = Last step undone
event-verified = Checked on the spot
event-supplement-requested = Missing documents requested
event-supplemented = Missing documents added, new date set
event-reminded = Reminder to add missing documents
event-expired = Closed: no answer in time
event-duty-required = Payment required
event-request-cancelled = What was asked of you was asked by mistake and is not needed
event-duty-unpaid = The day for the payment has passed
event-duty-paid = Payment received
event-proposed = Put before the head of the office
event-proposal-rejected = Head of the office did not agree
event-refused = Refused
event-stopped = Processing stopped
event-apology-drafted = Letter of apology being prepared
event-apologised = Apology and new date
event-fell-overdue = Overdue
event-part-opened = Sent to another office for its part
event-part-confirmed = The other office has taken it up
event-part-done = The other office has answered
event-part-silent = The office asked did not answer in time
event-overdue-explained = Cause of the delay recorded
event-part-cancelled = Taken back from the other office
event-part-declined = The other office did not take it up
event-part-reassigned = Given to another officer of the other office
event-part-late = The other office is late
event-withdrawn = Withdrawn
event-collection-reminded = Told that the result is ready
event-post-returned = Brought back by the post
event-papers-returned = Documents given back
event-reopened = Opened again
event-paper-lost = A document was lost or damaged
event-apology-voided = Number of a letter of apology not used
event-letter-given = Letter given or news told

## How to apply, how to get the result (domain::dossier::{Channel, ReturnWay})

channel-counter = In person
channel-online = Online
channel-post = By public post
return-way-counter = Collect at the counter
return-way-post = By public post
return-way-online = As an electronic file

## Time limits (domain::calendar::deadline::LimitUnit)

limit-working-day = { $amount ->
    [one] { $amount } working day
   *[other] { $amount } working days
}
limit-calendar-day = { $amount ->
    [one] { $amount } day
   *[other] { $amount } days
}
limit-working-hour = { $amount ->
    [one] { $amount } working hour
   *[other] { $amount } working hours
}
limit-hour = { $amount ->
    [one] { $amount } hour
   *[other] { $amount } hours
}
limit-month = { $amount ->
    [one] { $amount } month
   *[other] { $amount } months
}
limit-same-day = within the working day

## Moments

# Tuesday, 29 August 2023, 14:30
moment = { $weekday }, { $day } { $month } { $year }, { $time }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Why a day counted or not (domain::calendar::trace)

trace-day = 1 day counted
trace-working-day = 1 working day counted
trace-each = { $counted } for each day
trace-time = { $time } counted
trace-extended = extension, { $time } counted
trace-weekend = { $weekday }, not counted
# Behind the Vietnamese name of the day off.
trace-day-off = day off, not counted
trace-moved-on = day off, moved to the next working day
trace-supplement = waiting for missing documents, not counted
trace-financial-duty = waiting for a payment due, not counted
trace-paused = paused, not counted
trace-void = before the missing documents were added; the limit starts again
trace-closed = outside counted time
minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
hours-and-minutes = { $hours } h { $minutes } min

## Letters by the number of their form (domain::rules::Forms)

letter-01 = Receipt and appointment for the result
letter-02 = Request for missing documents
letter-03 = Notice of refusal to accept or to process an application
letter-04 = Letter of apology with a new date
letter-05 = Notice that processing stops

## Why not: the refusals a citizen can meet (domain::refusal::Refusal)

refusal-procedure-not-published = This procedure has not been published or has been withdrawn, so applications cannot be accepted.
refusal-not-online = This procedure cannot be filed online. Please apply in person or by post.
refusal-no-settler = It is not clear which office decides. Please choose the office that decides.
refusal-unit-closed = The office “{ $name }” no longer operates and cannot accept new applications.
refusal-papers-missing = The application is still missing: { $name }.

## Where a petition stands

petition-state-received = Being looked at
petition-state-asked = Waiting for more from you
petition-state-declined = Not accepted
petition-state-classified = About to be passed on or settled
petition-state-forwarded = With the office that answers
petition-state-passed-on = Passed on to an authority outside this system
petition-state-answered = Answered, being checked by the Centre
petition-state-published = Answered and published
petition-state-closed = Answered
petition-state-joined = Answered together with another

## What a petition is about

petition-subject-quy-dinh = A rule or an administrative procedure
petition-subject-hanh-vi = How an officer behaved
petition-subject-ho-so = One particular application
petition-subject-sang-kien = A suggestion
petition-subject-khac = Something else

## Where a question stands

question-state-asked = To be given to an office
question-state-assigned = The office is writing the answer
question-state-drafted = The answer is being approved
question-state-answered = Answered
question-state-published = Answered and published
question-state-declined = Not answered

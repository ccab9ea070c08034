# Words of the law, in Khmer. Keys as in law.en.ftl, which says where their Vietnamese stands; a test compares them.

## Where an application stands (domain::dossier::State)

state-submitted = រង់ចាំ​ពិនិត្យ
state-awaiting-completion = រង់ចាំ​លិខិតស្នាម​ដែល​ខ្វះ
state-declined = មិន​ទទួល
state-received = បាន​ទទួល
state-transferred = បាន​បញ្ជូន​ទៅ​ដោះស្រាយ
state-in-progress = កំពុង​ដោះស្រាយ
state-result-ready = មាន​លទ្ធផល​ហើយ
state-returned = បាន​ប្រគល់​លទ្ធផល
state-awaiting-supplement = រង់ចាំ​លិខិតស្នាម​បន្ថែម
state-awaiting-duty = រង់ចាំ​ការបង់​ប្រាក់
state-refused = បដិសេធ​ការដោះស្រាយ
state-withdrawn = បាន​ដក
state-stopped = បាន​បញ្ឈប់
state-expired = បាន​បិទ៖ ហួស​កំណត់​បន្ថែម

## What happened (domain::dossier::Event)

event-submitted = បាន​ដាក់​តាម​អ៊ីនធឺណិត
event-received = បាន​ទទួល​សំណុំឯកសារ
event-completion-requested = បាន​ស្នើ​ឲ្យ​បំពេញ​លិខិតស្នាម
event-completed = បាន​បំពេញ​លិខិតស្នាម
event-declined = មិន​ទទួល
event-transferred = បាន​បញ្ជូន​ទៅ​ស្ថាប័ន​ដោះស្រាយ
event-taken = បាន​ទទួល​មក​ដោះស្រាយ
event-assigned = បាន​ប្រគល់​ឲ្យ​មន្ត្រី
event-drafted = បាន​ព្រាង​លទ្ធផល
event-advanced = បាន​បញ្ជូន​ទៅ​ជំហាន​បន្ទាប់
event-sent-back = បាន​បញ្ជូន​ត្រឡប់​ទៅ​ជំហាន​មុន
event-result-issued = បាន​ចេញ​លទ្ធផល
event-returned = បាន​ប្រគល់​លទ្ធផល
event-reassigned = បាន​ប្រគល់​ឲ្យ​មន្ត្រី​ផ្សេង
event-undone = បាន​លុប​ជំហាន​ចុងក្រោយ
event-verified = បាន​ពិនិត្យ​ដល់​ទីកន្លែង
event-supplement-requested = បាន​ស្នើ​ឲ្យ​បន្ថែម​លិខិតស្នាម
event-supplemented = បាន​បន្ថែម​លិខិតស្នាម និង​ណាត់​ថ្ងៃ​ថ្មី
event-reminded = បាន​រំលឹក​ឲ្យ​បន្ថែម​លិខិតស្នាម
event-expired = បាន​បិទ៖ ហួស​កំណត់​បន្ថែម
event-duty-required = តម្រូវ​ឲ្យ​បង់​ប្រាក់
event-request-cancelled = សំណើ​ដែល​បាន​ផ្ញើ​ជូន​លោកអ្នក​គឺ​ច្រឡំ ហើយ​មិន​ចាំបាច់​ទៀត​ទេ
event-duty-unpaid = ហួស​ថ្ងៃ​កំណត់​បង់​ប្រាក់
event-duty-paid = បាន​ទទួល​ប្រាក់
event-proposed = បាន​ដាក់​ជូន​ប្រធាន​ស្ថាប័ន
event-proposal-rejected = ប្រធាន​ស្ថាប័ន​មិន​យល់ព្រម
event-refused = បដិសេធ​ការដោះស្រាយ
event-stopped = បាន​បញ្ឈប់​ការដោះស្រាយ
event-apology-drafted = កំពុង​រៀបចំ​លិខិត​សុំទោស
event-apologised = បាន​សុំទោស និង​ណាត់​ថ្ងៃ​ថ្មី
event-fell-overdue = ហួស​កំណត់
event-part-opened = បាន​ផ្ញើ​ទៅ​ស្ថាប័ន​សហការ
event-part-confirmed = ស្ថាប័ន​សហការ​បាន​ទទួល
event-part-done = ស្ថាប័ន​សហការ​បាន​ឆ្លើយ
event-part-silent = ស្ថាប័ន​សហការ​មិន​បាន​ឆ្លើយ​ទាន់​ពេល
event-overdue-explained = បាន​កត់ត្រា​មូលហេតុ​យឺត
event-part-cancelled = បាន​ដក​ពី​ស្ថាប័ន​សហការ
event-part-declined = ស្ថាប័ន​សហការ​មិន​ទទួល
event-part-reassigned = បាន​ប្រគល់​ឲ្យ​មន្ត្រី​ផ្សេង​នៃ​ស្ថាប័ន​សហការ
event-part-late = ស្ថាប័ន​សហការ​យឺត
event-withdrawn = បាន​ដក
event-collection-reminded = បាន​ជម្រាប​ថា​មាន​លទ្ធផល
event-post-returned = ប្រៃសណីយ៍​បាន​ប្រគល់​មក​វិញ
event-papers-returned = បាន​ប្រគល់​លិខិតស្នាម​វិញ
event-reopened = បាន​បើក​ឡើងវិញ
event-paper-lost = លិខិតស្នាម​បាត់ ឬ​ខូច
event-apology-voided = មិន​ប្រើ​លេខ​លិខិត​សុំទោស
event-letter-given = បាន​ប្រគល់​លិខិត ឬ​ជម្រាប​ដំណឹង

## How to apply, how to get the result (domain::dossier::{Channel, ReturnWay})

channel-counter = ដោយ​ផ្ទាល់
channel-online = តាម​អ៊ីនធឺណិត
channel-post = តាម​ប្រៃសណីយ៍​សាធារណៈ
return-way-counter = ទទួល​នៅ​បញ្ជរ
return-way-post = តាម​ប្រៃសណីយ៍​សាធារណៈ
return-way-online = ជា​ឯកសារ​អេឡិចត្រូនិក

## Time limits (domain::calendar::deadline::LimitUnit)

limit-working-day = { $amount } ថ្ងៃ​ធ្វើការ
limit-calendar-day = { $amount } ថ្ងៃ
limit-working-hour = { $amount } ម៉ោង​ធ្វើការ
limit-hour = { $amount } ម៉ោង
limit-month = { $amount } ខែ
limit-same-day = ក្នុង​ថ្ងៃ​ធ្វើការ​តែមួយ

## Moments

# ថ្ងៃអង្គារ ទី 29 ខែសីហា ឆ្នាំ 2023 ម៉ោង 14:30
moment = { $weekday } ទី { $day } { $month } ឆ្នាំ { $year } ម៉ោង { $time }
weekday-1 = ថ្ងៃចន្ទ
weekday-2 = ថ្ងៃអង្គារ
weekday-3 = ថ្ងៃពុធ
weekday-4 = ថ្ងៃព្រហស្បតិ៍
weekday-5 = ថ្ងៃសុក្រ
weekday-6 = ថ្ងៃសៅរ៍
weekday-7 = ថ្ងៃអាទិត្យ
month-1 = ខែមករា
month-2 = ខែកុម្ភៈ
month-3 = ខែមីនា
month-4 = ខែមេសា
month-5 = ខែឧសភា
month-6 = ខែមិថុនា
month-7 = ខែកក្កដា
month-8 = ខែសីហា
month-9 = ខែកញ្ញា
month-10 = ខែតុលា
month-11 = ខែវិច្ឆិកា
month-12 = ខែធ្នូ

## Why a day counted or not (domain::calendar::trace)

trace-day = គិត 1 ថ្ងៃ
trace-working-day = គិត 1 ថ្ងៃ​ធ្វើការ
trace-each = { $counted } សម្រាប់​ថ្ងៃ​នីមួយៗ
trace-time = គិត { $time }
trace-extended = ពន្យារ គិត { $time }
trace-weekend = { $weekday } មិន​គិត
# Behind the Vietnamese name of the day off.
trace-day-off = ថ្ងៃ​ឈប់​សម្រាក មិន​គិត
trace-moved-on = ថ្ងៃ​ឈប់​សម្រាក ប្តូរ​ទៅ​ថ្ងៃ​ធ្វើការ​បន្ទាប់
trace-supplement = រង់ចាំ​លិខិតស្នាម​បន្ថែម មិន​គិត
trace-financial-duty = រង់ចាំ​ការបង់​ប្រាក់ មិន​គិត
trace-paused = ផ្អាក មិន​គិត
trace-void = មុន​ពេល​បន្ថែម​លិខិតស្នាម រយៈពេល​ត្រូវ​គិត​ឡើងវិញ
trace-closed = ក្រៅ​ម៉ោង​ដែល​គិត
minutes = { $minutes } នាទី
hours = { $hours } ម៉ោង
hours-and-minutes = { $hours } ម៉ោង { $minutes } នាទី

## Letters by the number of their form (domain::rules::Forms)

letter-01 = លិខិត​ទទួល​សំណុំឯកសារ និង​ណាត់​ប្រគល់​លទ្ធផល
letter-02 = លិខិត​ស្នើ​ឲ្យ​បន្ថែម និង​បំពេញ​សំណុំឯកសារ
letter-03 = លិខិត​បដិសេធ​ទទួល ឬ​ដោះស្រាយ​សំណុំឯកសារ
letter-04 = លិខិត​សុំទោស និង​ណាត់​ថ្ងៃ​ប្រគល់​លទ្ធផល​ថ្មី
letter-05 = លិខិត​ជម្រាប​ការបញ្ឈប់​ដោះស្រាយ​សំណុំឯកសារ

## Why not: the refusals a citizen can meet (domain::refusal::Refusal)

refusal-procedure-not-published = នីតិវិធី​នេះ​មិនទាន់​ប្រកាស ឬ​ត្រូវបាន​លុបចោល ដូច្នេះ​មិន​អាច​ទទួល​សំណុំឯកសារ​ទេ។
refusal-not-online = នីតិវិធី​នេះ​មិន​អាច​ដាក់​តាម​អ៊ីនធឺណិត​ទេ។ សូម​ដាក់​ដោយ​ផ្ទាល់ ឬ​តាម​ប្រៃសណីយ៍។
refusal-no-settler = មិនទាន់​ដឹង​ស្ថាប័ន​ដោះស្រាយ។ សូម​ជ្រើស​ស្ថាប័ន​ដោះស្រាយ។
refusal-unit-closed = ស្ថាប័ន “{ $name }” បាន​ឈប់​ដំណើរការ ហើយ​មិន​ទទួល​សំណុំឯកសារ​ថ្មី​ទេ។
refusal-papers-missing = សំណុំឯកសារ​នៅ​ខ្វះ៖ { $name }។

## Where a petition stands

petition-state-received = កំពុង​ពិនិត្យ
petition-state-asked = រង់ចាំ​លោកអ្នក​បញ្ជាក់​បន្ថែម
petition-state-declined = មិន​ទទួល
petition-state-classified = ហៀប​នឹង​បញ្ជូន ឬ​ដោះស្រាយ
petition-state-forwarded = ស្ថិត​នៅ​ស្ថាប័ន​ឆ្លើយ
petition-state-passed-on = បាន​បញ្ជូន​ទៅ​ស្ថាប័ន​ក្រៅ​ប្រព័ន្ធ​នេះ
petition-state-answered = បាន​ឆ្លើយ មជ្ឈមណ្ឌល​កំពុង​ពិនិត្យ
petition-state-published = បាន​ឆ្លើយ និង​ផ្សាយ
petition-state-closed = បាន​ឆ្លើយ
petition-state-joined = បាន​ឆ្លើយ​រួម​ជាមួយ​ការឆ្លុះបញ្ចាំង​ផ្សេង

## What a petition is about

petition-subject-quy-dinh = បទប្បញ្ញត្តិ ឬ​នីតិវិធី​រដ្ឋបាល
petition-subject-hanh-vi = ឥរិយាបថ​របស់​មន្ត្រី
petition-subject-ho-so = សំណុំឯកសារ​មួយ
petition-subject-sang-kien = គំនិត​ផ្តួចផ្តើម
petition-subject-khac = រឿង​ផ្សេង

## Where a question stands

question-state-asked = រង់ចាំ​ប្រគល់​ឲ្យ​ស្ថាប័ន
question-state-assigned = ស្ថាប័ន​កំពុង​សរសេរ​ចម្លើយ
question-state-drafted = ចម្លើយ​កំពុង​រង់ចាំ​ការអនុម័ត
question-state-answered = បាន​ឆ្លើយ
question-state-published = បាន​ឆ្លើយ និង​ផ្សាយ
question-state-declined = មិន​ឆ្លើយ

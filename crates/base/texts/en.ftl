# What citizens' pages say, in English. Same keys and arguments as vi.ftl, which has the notes for translators.
#
# Words used throughout: application (hồ sơ), application code (mã hồ sơ), procedure (thủ tục), document (giấy tờ),
# fee (phí, lệ phí), service centre (Trung tâm Phục vụ hành chính công), personal ID number (số định danh cá nhân).

## The frame of every page

brand = { $province } One-Stop Shop
skip-to-content = Skip to main content
language-choice = Language
nav-label = Main
nav-home = Home
nav-procedures = Procedures
nav-track = Track application
footer-centre = Public Administrative Service Centre, { $province }
footer-hours = Opening hours: Monday to Friday, 7:00–11:00 and 13:00–17:00.
footer-privacy = Your personal information is used only to process your application.
footer-late = Offices that are late
footer-guidance = Where you get help with filing
guidance-title = Where you get help with filing online
guidance-intro = The officers below help you to file online and by public post. It costs nothing.
guidance-none = Nobody is on duty today. You can go to the nearest one-stop unit.
footer-petitions = Feedback that was answered
footer-staff = Staff sign-in
# Empty in Vietnamese. Elsewhere: the translation helps, the Vietnamese text holds.
footer-translation = This translation helps you read. The Vietnamese text is the one that holds.
# Empty in Vietnamese. Elsewhere: why names and contents of procedures are Vietnamese.
official-language = Names and contents of procedures are shown in Vietnamese, as officially published.

## Parts that several pages use

errors-title = { $count ->
    [one] There is { $count } thing to check
   *[other] There are { $count } things to check
}
error-prefix = Error:
optional = (if any)
pager-label = Pages
pager-first = ← First page
pager-next = Next page →
search-label = Search procedures
search-button = Search
not-stated = Not stated
none = None
copy-code = Copy the code
copied = Copied
print-page = Print this page

## Home

home-title = Home
home-question = What do you need to do?
home-example = Type a few words in Vietnamese; accents are not needed: “khai sinh” (birth registration), “cap lai giay phep” (replace a permit).
home-filed = Already applied?
home-track-link = Track your application
home-track-how = You need the application code and the last 4 digits of your personal ID number.
home-frequent = Most used procedures
home-all = See all procedures
home-figures = Our results
home-received = applications accepted in the last 30 days
home-settled = applications completed in the last 30 days
home-on-time = completed early or on time

## Search of procedures

browse-title = Administrative procedures
browse-empty = No procedure has been published yet.
browse-no-match = No procedure matches “{ $words }”. Try fewer words, in Vietnamese, or ask at the service centre.
browse-code = code { $code }
browse-online = can be filed online

## One procedure

show-code = Procedure code
show-who = Who can apply
show-how-long = How long it takes
show-cost = What it costs
show-where = Where to apply
show-online-or-counter = Online or at the counter
show-counter-only = At the counter
show-papers = Documents you need
show-no-papers = No documents are stated. Please ask the service centre before you apply.
# How many sheets of one paper.
show-originals = { $count ->
    [one] { $count } original
   *[other] { $count } originals
}
show-copies = { $count ->
    [one] { $count } copy
   *[other] { $count } copies
}
show-forms = form:
show-ways = Time limits and fees by way of applying
show-way = Way of applying
show-limit = Time limit
show-fee = Fees and charges
show-fee-nothing = Free of charge
show-sequence = Steps
show-conditions = Requirements and conditions
show-results = Result
show-body = Carried out by
show-form = What the form asks
show-samples = Forms and samples
show-sample-form = form to fill in
show-sample-dossier = filled-in sample, for guidance
show-basis = Legal basis and source
show-decision = Published by decision:
show-source = Source of this record:
show-apply = Apply online
show-petition = Give feedback about this procedure
show-question = Questions and answers

## Filing online

apply-title = Apply online
apply-case-question = Which case applies to you?
apply-case-hint = The documents you need depend on the case.
apply-case-number = Case { $no }
apply-case-missing = Choose the case that applies to you.
apply-case = Case:
apply-case-change = Choose another case
apply-continue = Continue
# Progress in words.
apply-part = Part { $no } of { $all }
apply-before = Have photos or scans of your documents ready before you start. You do not need an account.
apply-who = Who are you?
apply-name = Full name
apply-name-hint = Exactly as on your identity card.
apply-identity = Personal ID number, passport number or tax code
apply-identity-hint = The 12 digits on your identity card. You use the last 4 to track your application.
apply-address = Address
apply-phone = Telephone (if any)
apply-phone-hint = So that an officer can call you if needed.
apply-email = Email (if any)
apply-proxy = Are you applying for somebody else?
apply-proxy-hint = Above, state the person the decision is for; here, the person authorised to apply.
apply-proxy-name = Full name of the person authorised
apply-proxy-identity = ID number of the person authorised
apply-where = Which office do you apply to?
apply-settler = Office that decides
apply-choose = Choose…
apply-to-centre = Your application goes to the provincial Public Administrative Service Centre.
apply-form = What the form asks
apply-papers = Which documents are you sending?
apply-papers-hint = Take a clear photo or scan of each document. Files may be PDF, JPG, PNG, DOCX, XLSX or DOC, up to { $megabytes } MB each.
apply-no-papers = No documents are listed for this procedure.
apply-in-store = I handed this document in with an earlier application and do not send it again
apply-file-kept = We have “{ $file }”. Choose another file only to replace it.
apply-file-drop = Leave this file out
apply-result = How do you want to receive the result?
apply-declare = By pressing “Submit application” you confirm that what you have stated is true.
apply-send = Submit application

## What is wrong with a field

field-name = Enter the applicant’s full name.
field-identity = A personal ID number has 12 digits; a tax code has 10 or 13 digits; a passport has letters and digits.
field-identity-personal = A personal ID number has exactly 12 digits. Check the number on the identity card.
field-identity-tax = A tax code has 10 digits; a dependent unit adds a hyphen and 3 digits, for example 0100109106-001.
field-identity-check = There is no such tax code: its tenth digit does not fit the nine before it. Check each digit.
field-proxy-name = Enter the representative’s full name, or remove their ID number.
field-address = Enter an address.
field-phone = Enter a correct telephone number, for example 0912345678.
field-email = Enter a correct email address, for example name@example.vn.
field-settler = Choose the office that decides.
field-paper = Choose a file for document { $no }.
field-stated-missing = State “{ $name }”.
field-stated-number = “{ $name }” must be a number, for example 1.250,5.
field-stated-day = “{ $name }” must be a day, for example 29/8/2023.
field-stated-choice = Choose one for “{ $name }”.
field-stated-long = “{ $name }” is longer than 2,000 characters.
file-empty = The file “{ $file }” is empty.
file-too-large = The file “{ $file }” is larger than { $megabytes } MB.
file-kind = The file “{ $file }” is not of an accepted type (PDF, JPG, PNG, DOCX, XLSX, DOC).
file-content = The content of the file “{ $file }” does not match its ending .{ $ending }. Please choose the original file.
file-too-long-aside = The file sent before was kept for one day only. Please choose it again.

## After filing

filed-title = Application submitted
filed-code = Your tracking code
filed-keep = Please keep this code. You need it, with the last 4 digits of your personal ID number, to track your application.
filed-next = What happens next
filed-next-check = An officer checks your application by { $moment } at the latest.
filed-next-complete = If it is complete, you get an official application code and the date your result is due; see the tracking page.
filed-next-missing = If something is missing, you get one notice that lists every document to add.
filed-procedure = Procedure
filed-unit = Received by
filed-at = Submitted
filed-track = Track this application

## Tracking

track-title = Track an application
track-code = Application code
track-code-hint = On your receipt, for example H59.02-230822-0001; or the code NHAP-… if you applied online.
track-proof = Last 4 digits of the personal ID number
track-proof-hint = Of the person the application is for. Leave empty if you only want to know how far along it is.
track-button = Track
track-code-missing = Enter the application code.
track-not-found = There is no application with this code and these 4 digits. Please check every character.
track-progress = { $percent }% complete
track-procedure = Procedure
track-settler = Office that decides
track-return-at = Where to collect the result
track-due = Result due
track-missing = { $count ->
    [one] Your application is missing { $count } document
   *[other] Your application is missing { $count } documents
}
track-missing-reason = Reason:
track-missing-how = Please add all of them at once, where you collect the result (see below).
track-supply = Add the missing documents online
track-supply-hint = Choose a file for each document. You can only send them all together.
track-supply-by = Please answer by { $moment }. After that the application will be closed.
track-supply-button = Send the documents
track-completed = Your documents have been received. The application is checked again; once it is accepted you get a date for the result.
track-supplied = Your documents have been received. The time limit has started again; the new date is shown below.
track-reopened = Your application was opened again; the new date for the result is { $moment }.
track-duty = You have a payment to make first: { $what } (form { $document }). When it is paid, please send the proof to the place where you collect the result.
track-duty-amount = Amount: { $amount }.
track-duty-by = To be paid by: { $moment }.
track-letters = Letters issued
track-letter = Download { $title }, no. { $number }
track-withdraw = Withdraw the application
track-withdraw-hint = Once withdrawn, the application is closed; documents handed in are given back at the place where results are collected.
track-withdraw-reason = Why do you withdraw it?
track-withdraw-button = Withdraw this application
track-withdrawn = Your withdrawal has been recorded.
track-promised = New date after the letter of apology: { $moment }
supply-missing = Still missing: { $paper }.
track-steps = What has been done so far
track-answer = { $unit } informs you
track-why = Why this date?
track-details = See details
track-details-how = Enter the last 4 digits of the personal ID number to see the office that decides, the due date and the steps done.
track-another = Track another application

## Proof of a letter (what the QR code opens)

proof-window = Verify a document
proof-title = This document is genuine
proof-kind = Kind of document
proof-number = Number
proof-unit = Issued by
proof-made = Issued
proof-code = Application code
proof-no-code = none yet
proof-many = several
proof-urging = Official letter urging an office to settle applications
proof-reply = Letter in reply to feedback
proof-proposal = Report with proposals to the provincial People's Committee
proof-petition = Feedback code
proof-many-petitions = many
proof-compare = Compare the number, the date and the application code on paper with those above. If any of them differs, please tell the office that issued the document.
proof-private = This page shows no personal information.
proof-track = Track an application

## Signing in (officers)

sign-in-title = Sign in
sign-in-name = User name
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = The user name or the password is not correct.
sign-in-no-role = This account has no role at present. Please contact the administrator.

## When something cannot be done

error-refused-title = This could not be done
error-invalid-title = Some information is not correct
error-invalid = Some information is not correct. Please check the marked fields.
error-stale-title = The application has just changed
error-stale = Somebody else has just updated this application. Please look at its new state.
error-not-found-title = Page not found
error-not-found = There is nothing here. Please check the address or start from the home page.
error-signed-out-title = Please sign in
error-signed-out = Please sign in to continue.
error-forbidden-title = No permission
error-forbidden = You do not have permission to see this page.
error-too-many-title = Please wait a moment
error-too-many = You are going too fast. Please try again in a few minutes.
error-busy-title = The system is busy
error-busy = The system is busy. Please try again in a moment; what you entered has not been saved.
error-no-room-title = No room left
error-no-room = The server has no room left; what you sent has not been saved. Please tell the administrator.
error-files-away-title = Files cannot be reached
error-files-away = The store of files cannot be reached for the moment. If you just sent something, it has not been saved. Please try again in a few minutes.
error-too-large-title = Files too large
error-too-large = The files you sent are too large together. Please go back and choose smaller files.
error-unreadable-title = The form could not be read
error-unreadable = What was sent could not be read. Please go back and try again.
error-fault-title = Something went wrong
error-fault = Something went wrong in the system. What was saved is safe. Please try again; if it happens again, give the administrator the number below.
error-number = Incident number:
error-other-site = This request came from another site.
error-no-page = The page could not be shown.
error-home = Go to the home page
error-workspace = Go to the workspace

open-title = How applications were settled
open-lead = How many applications the offices received and settled, on time or late. The figures say nothing about applicants.
open-months = Choose a month
open-month = Month { $month }
open-counted = Counted from the applications up to { $moment }.
open-fixed = Final figures, fixed after the end of the month.
open-received = applications received
open-on-time = settled on time
open-late = settled late
open-share = on time
open-ended = ended otherwise (withdrawn, stopped, refused)
open-open = in progress
open-late-list = Offices that are late now
open-none = There were no applications this month.
open-by-unit = By office that decides
open-unit = Office
open-what = “In progress” counts applications without a result at the end of the month, or now if the month is not over. “On time” is the percentage of results that were ready on or before the appointed day. Published under the regulation of Decision 1267/QĐ-UBND, Article 2.

late-title = Offices that are late with applications
late-as-of = As of { $moment }, without applications whose promised date was lawfully moved since, and those that wait for their applicant.
late-nobody = No office holds an application past its date.
late-never = No list has been published yet.
late-withdrawn = The list that was published last has been withdrawn to be checked.
late-unit = Office
late-role = Held by officers who are
late-count = Applications past their date
late-longest = Longest delay (working days)
late-no-apology = Without an apology
late-basis = Published under the regulation of Decision 1267/QĐ-UBND. The list says nothing about applicants.

## Petitions and questions: what both say

nav-petition = Feedback
nav-questions = Questions
contact-code = Your code
contact-keep = Please keep this code. With it and the last 4 digits of your telephone number you can see how it stands and read the answer.
contact-phone = Telephone number
contact-phone-hint = To answer you, and for you to look it up by the last 4 digits. Without a telephone, give your email.
contact-sent-at = Sent on
contact-state = State
contact-holder = Being dealt with by
contact-due = This step is due by
contact-answer = Answer
contact-another = Look up another code
contact-code-field = Code
contact-proof = Last 4 digits of the telephone number
contact-proof-hint = If you left only an email, its first 4 characters.
contact-look-up = Look up
contact-not-found = Nothing was found with this code and these 4 digits. Please check each character.
field-title = Say what it is about, in a line.
field-content = Say what you want to tell us.
field-too-long = Too long: { $longest } characters at most.
field-sender-name = Give your name, or the name of the organisation.
field-sender-reach = Give a telephone number or an email.

## Petitions

petition-title = Feedback and proposals
petition-before = About a rule, an administrative procedure, how an officer behaved, one application, or a better way to do things. You do not need an account.
petition-what = What would you like to say?
petition-subject = About
petition-line = In one line
petition-content = In full
petition-content-hint = In Vietnamese: what, where, when; and what you propose.
petition-dossier = Application code (if any)
petition-procedure = Procedure: code or name (if any)
petition-files = Photographs or scans (if any)
petition-files-hint = At most { $most } files: PDF, pictures, Word, Excel. Only those who may know who you are can open them; they are never published.
petition-files-again = Please choose the files again.
petition-files-too-many = Choose at most { $most } files.
petition-protected = Decree 20/2008/NĐ-CP asks for your name, address and how to reach you. Only the Centre and the office that answers see them; when somebody’s conduct is reported, that office does not learn who reported it. What is published holds no personal data.
petition-complaints = Formal complaints and denunciations have laws of their own and are not sent here.
petition-send = Send
petition-sent-title = We have received it
petition-next-decide = The Centre looks at it by { $moment } at the latest.
petition-next-settle = It is passed on to the competent office within 5 working days, and settled within 15 working days.
petition-next-answer = The Centre checks the answer, sends it to you and publishes it where it may.
petition-track-title = Look up feedback
petition-track-link = Look up what you sent
petition-code-hint = For example PAKN-2023-00001.
petition-ground = Why it was not accepted
petition-asked = The Centre needs to know more from you
petition-supply = What you would like to add
petition-supply-button = Send
petition-supplied = We have received what you added. Thank you.
petition-published-title = Feedback that was answered
petition-published-link = Read feedback that was answered
petition-letter = Download the letter of reply no. { $number } (PDF)
petition-letter-whole = The whole telephone number or email address that you left
petition-letter-whole-hint = The letter has your name and address in it, so this is asked as well.
petition-letter-refused = This is not the telephone number or email address that was left. Please check every digit and character.
petition-letter-apart = There is a letter of reply, no. { $number }. It names the sender, so it is sent by post or handed over, and cannot be downloaded here.
petition-published-how = What is published says nothing about who sent it.
petition-published-none = Nothing has been published yet.
petition-published-at = Published on

## Questions and answers

question-title = Questions and answers
question-link = Ask about a procedure
question-search = Search questions
question-ask = Ask a question
question-none = No question has been published yet.
question-no-match = Nothing matches “{ $words }”. Please try fewer words, or ask.
question-back = Read what was answered
question-answered-by = Answered by
question-asked-at = Asked on
question-corrected-at = Corrected on
question-ground = Why it was not answered
question-before = Perhaps it has been answered already.
question-line = Your question
question-more = More about it (if needed)
question-name = Your name (if you like)
question-send = Send the question
question-sent-title = We have received your question
question-next = You have an answer by { $moment } at the latest.
question-track-title = Look up a question
question-track-link = Look up what you asked
question-code-hint = For example HD-2023-00001.

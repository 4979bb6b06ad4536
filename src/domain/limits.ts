/** Every bound on outside input, with the reason for it. Sizes are in bytes unless the name says otherwise. */
export const limits = {
  /** Larger mails are read by their headers only. The largest patch seen on lore is under 10 MB; vger refuses far less. */
  mailBytesMax: 25_000_000,
  /** Bytes by which it is told what a file is: the header of a mail that passed many hosts fits. */
  sniffedBytesMax: 65_536,
  /** Bytes of an mbox in which an envelope line and the header field below it must show; both are under 200. */
  envelopeBytesMax: 1_000,
  /** Numbers of mails asked for at a time on a server: a list of all of them alone would fill the line that servers accept (8,192 bytes, RFC 7162). */
  mailsListedMax: 500,
  /** How long a mail server may owe an answer: the largest archives need some seconds to open. */
  mailServerAnswerMsMax: 60_000,
  /** Between two looks at a server that does not tell of new mails; lists bring some mails an hour. */
  mailServerPollMs: 120_000,
  /** IDLE is asked for anew after so long: RFC 2177 wants it before 29 minutes, and many routers forget a silent connection earlier. */
  mailServerIdleMs: 600_000,
  /** What is shown of a server's own words. */
  mailServerWordsCharsMax: 300,
  /** A line of a mail server that is no mail: the lists of flags and capabilities of real ones are under 10,000. */
  imapLineBytesMax: 100_000,
  /** Words and brackets of one such answer. */
  imapTokensMax: 20_000,
  /** A line in which a news server answers; RFC 3977 3.1 allows 512. */
  nntpLineBytesMax: 2_000,
  /** An article is read to its end up to here, so that those behind it are reached; news servers refuse far smaller ones. */
  nntpArticleBytesMax: 60_000_000,
  /** Articles asked for ahead of the one that is read, so that a distant server is not waited for at each. */
  nntpAheadMax: 20,
  /** What is kept of git's own words when it fails: they are shown in one line. */
  gitWordsCharsMax: 1_000,
  /** Commits of an archive that are listed at a time: the list is held. Git is started twice for each, which costs what some hundred mails do, and once for all where there are no more. */
  archiveCommitsMax: 5_000,
  /** Places that memory is asked for at a time; SQLite takes some thousand values in one statement. */
  placesAskedMax: 1_000,
  /** Mails that are held while memory is asked for their places. */
  heldMailsBytesMax: 1_000_000,
  /** Mails that an epoch has lost and that are looked for again with each reading; with more of them it has to be mended first. */
  lostMailsMax: 100,
  /** Comings of the same bytes that one deletion takes back; more than one is rare, and a deletion for each would cost a square of time. */
  withdrawnAtOnceMax: 100,
  /** Names of a directory that are held and sorted at a time: some 10 MB. Of a larger one the rest is listed again. */
  namesHeldMax: 50_000,
  /** How long nothing has to be written to an mbox until its last mail is whole. Who appends a mail writes it in one go. */
  mailboxQuietMs: 2_000,
  /** How often it is looked whether something came: on a disk it costs some calls, of a server it is a question to others. */
  diskPollMs: 5_000,
  serverPollMs: 300_000,
  /** How long a web server may send nothing while a git fetches from it. */
  serverSilenceMsMax: 60_000,
  /** A mail of more parts than this is read up to here: mailparser itself throws past 1,000 parts. */
  partsMax: 200,
  /** Multiparts inside each other that are split without mailparser; the deepest seen in the archives are 3. */
  multipartDepthMax: 8,
  /** What may follow a boundary on its line: blanks. mailparser takes 998 of them for a delimiter, others fewer. */
  delimiterBytesMax: 500,
  /** Long threads reach some hundred references; a header of 100,000 is an attack on every tree builder. */
  referencesMax: 1_000,
  /** The body of a mail, decoded. */
  bodyCharsMax: 20_000_000,
  /** One line of a body: longer ones are cut. No source line comes near; a 5 MB line stalls regular expressions. */
  lineCharsMax: 100_000,
  /** Lines of a mail's body: the largest removals of drivers have some 300,000. */
  bodyLinesMax: 500_000,
  /** Fields of a mail's head; a mail that passed many hosts has under 200. */
  headFieldsMax: 5_000,
  /** One line of a mail's head: 100,000 references in one line are cut here, and counted only then. */
  headLineBytesMax: 1_000_000,
  /** An address list of a head, in characters; the longest Cc of a tree-wide patch is under 50,000. */
  addressListCharsMax: 200_000,
  /** Addresses kept of one header. */
  addressesMax: 2_000,
  /** Subject lines that are kept read, those of some threads; of 10,000 characters each at worst. */
  subjectsRemembered: 200,
  /** Header fields that are kept read, of one kind; of `headerCharsMax` characters each at worst. */
  headersRemembered: 100,
  /** Message-IDs whose keys are kept, those of some hundred threads. */
  idsRemembered: 2_000,
  /** A header value shown or matched: longer ones are cut. */
  headerCharsMax: 10_000,
  /** Lines one hunk may claim; a claim above it is damage. The kernel's largest file has some 250,000 lines. */
  hunkLinesMax: 500_000,
  /** Lines of all hunks of one diff: 20 MB of usual code. A mail of line ends only would else become 19 million lines. */
  diffLinesMax: 700_000,
  /** Lines compared while the hunks of one file look for their place: about a second. Sound patches need none of it. */
  applyStepsMax: 20_000_000,
  /** Levels of quotation told apart; more marks than this are text. The deepest seen in the archives is 14. */
  quoteDepthMax: 30,
  /** Comparisons spent on placing the remarks of one mail; past it the rest is ambiguous. Ordinary replies need some thousand. */
  placementStepsMax: 2_000_000,
  /** Quoted lines of one thread that are kept read, some 20 MB; the longest thread of linux-nilfs, of 177 mails, holds 25,000 lines. */
  quotationLinesKeptMax: 100_000,
  /** Characters of a thread searched for words that stand in a quotation: a tenth of a second. Long threads hold some 2,000,000. */
  wordsSearchedMax: 500_000_000,
  /** Lines looked up in one thread for replies that stand below no patch; a series of 100 patches with 100 such replies needs 2,000,000. */
  looseStepsMax: 20_000_000,
  /** A quoted line that joins several lines of a patch is looked into over this length; flowed paragraphs are longer, code is not. */
  joinedLineCharsMax: 400,
  /** A wrapped line of a quoted patch is put together up to here; no line of source code is longer. */
  wrappedLineCharsMax: 2_000,
  /** Files one mail may touch. */
  filesPerPatchMax: 10_000,
  /** Problems told of one diff; a mail of damaged hunks only needs no longer list. */
  problemsPerDiffMax: 100,
  /** A path in the tree; git and Linux stop at 4,096. */
  pathCharsMax: 4_096,
  /** Patches one subject may announce: [PATCH 1/100000] makes no table of holes. */
  seriesPatchesMax: 1_000,
  /** Steps up a thread in search of the series that a message belongs to; real threads are under 100 deep. */
  ancestorsMax: 500,
  /** Series of one sender, version and length, or of one person and title, among which the right one is looked for. */
  alikeSeriesMax: 100,
  /** Lines of one mail's own words that are searched for decisions; who decides says so in the first screens. */
  ownLinesMax: 400,
  /** Versions that one series is followed back through; the longest seen has under 60. */
  versionsMax: 200,
  /** A blob from a mirror that is parsed; larger files are register tables, not code. */
  blobBytesMax: 8_000_000,
  /** Whole files read for one patch; the rest is shown by its hunks. A change of 500 files all over the kernel needs 25 MB. */
  patchSourceBytesMax: 40_000_000,
  /**
   * Text of files that is kept, with what was read out of it (over ten times as much), for the patches behind. Patches of one place follow
   * each other, and this holds both sides of the largest file of mm/: four times as much saved no time in the corpus, and took 70 MB.
   */
  keptTextBytesMax: 500_000,
  /** Files that the patches of one series hand on to each other. */
  stackedBytesMax: 60_000_000,
  /** How long one search of a whole tree for words may take. Linux 6.12 needs 2 seconds, and some 40 where nothing of it is in memory. */
  searchMsMax: 60_000,
  /** Lines that one such search may find, in bytes; `memcpy` stands in 2.4 MB of lines of Linux 6.12. */
  searchBytesMax: 32_000_000,
  /** Words that one search asks for; the rest waits for no answer. */
  searchWordsMax: 50,
  /** Files that may name a word: who calls a function of more files cannot be read for one patch. */
  filesNamingMax: 100,
  /** What one patch may make read of other files than its own: who calls what it changes, and what is called by it. */
  otherFilesMax: 100,
  otherFilesBytesMax: 20_000_000,
  /** Searches of the tree for one patch; each may follow a call one function further. */
  searchesMax: 4,
  /** Words whose places are remembered; each is a list of paths. */
  wordsRememberedMax: 5_000,
  /** Commits that one look at the history tells of; the kernel gets 16,000 in a release. The next look goes on behind them. */
  commitsScannedMax: 20_000,
  /** Links that the trailers of one commit may name; a merge of many series has some ten. */
  commitLinksMax: 50,
  /** Commits whose patch-id one call asks for: each costs git a diff, some milliseconds on a large tree. */
  patchIdsMax: 500,
  /** Nesting of blocks in C below which code is still followed. The kernel's style stops far earlier. */
  blockDepthMax: 200,
  /** Links of one else-if chain, and conditions by which the paths of one function are told apart; the kernel needs a tenth. */
  elseIfMax: 200,
  pathConditionsMax: 16,
  /** Mappings alive at one place; beyond it the oldest are forgotten, so that a loop that never unmaps does not grow the state. */
  liveMappingsMax: 12,
  /** Hunks behind one that maps a page in which the same function's unmap is looked for; a mapped region is short. */
  hunksOfRegionMax: 8,
  /** How far calls are followed from one function of a file into the next. */
  helperDepthMax: 4,
  /** Functions below one that are summed up before it, one inside the other: a longer chain is not followed to its end. */
  summaryDepthMax: 30,
  /** Ways in which one function or macro may leave what its caller sees; with more of them it is not followed. The kernel needs three. */
  outcomesMax: 8,
  /** Functions judged in one file of a patch; the largest mechanical conversions change some hundred. What each may rely on is looked for in all. */
  functionsJudgedMax: 1_000,
  /** (place, state) pairs walked in one function before it is called too complex and said so; the corpus needs under 2,000. */
  walkStepsMax: 20_000,
  /** Characters read again to try remedies for one patch, files and patch each time: three seconds. A file of 300,000 is tried some thirty times. */
  remedyCharsMax: 20_000_000,
  /** Characters of one file, both sides, for which remedies are tried: a second reading takes as much memory again. The kernel's largest C files have 500,000 a side. */
  remedyFileCharsMax: 2_000_000,
  /** Files judged again for one series, to see what later patches leave of its findings; past it they stay as they were found. */
  rejudgedFilesMax: 200,
  /** Threads that review at a time, each with an engine (some 100 MB) and a git of its own; more of them wait for the same disk. */
  jobsMax: 32,
  /** Mails that are read and written together, and their bytes: one transaction, half a second at most. */
  intakeMails: 200,
  intakeBytes: 2_000_000,
  /** Such groups on their way at a time: one is being read from its source, one parsed, one written. */
  intakeGroupsMax: 4,
  /** Mails of a store that are put together at a time, of whole families. */
  familyMailsTogether: 300,
  /**
   * A family is put together when so many mails came for others since the last one of its own: a thread lives for some days, most of it.
   * More would wait for the end, where one thread alone has work; with fewer the same family is put together more often (of 21,500 mails 7,800
   * are read again; it were 6,900 with 1,000, and 9,100 with 200).
   */
  familyWaitMails: 300,
  /** Families that are put together and written at a time. */
  familiesTogether: 50,
  /** Characters of mails that are held for families that wait; two bytes each at worst. */
  familyMailCharsMax: 10_000_000,
  /** Bytes of a webhook: GitHub sends none of more than 25 MB (https://docs.github.com/webhooks/webhook-events-and-payloads). */
  webhookBytesMax: 25 * 1_048_576,
  /** Bytes of all webhooks that are being read at a time: whoever reaches the port can send some, before a signature is looked at. */
  webhookBytesTogetherMax: 200_000_000,
  /** Webhooks that are read but not stored yet; some kB each. More of them come only where the store stands still. */
  webhooksWaitingMax: 2_000,
  /** Webhooks of one transaction: the longer it is, the later the first of them is answered. */
  webhooksTogether: 200,
  /** Connections at a time; GitHub opens a few. */
  connectionsMax: 1_000,
  /** Jobs that one webhook may order: a check run is of so many pull requests at most, an installation of some hundred repositories. */
  jobsOfWebhookMax: 100,
  /** Days for which the ids of webhooks are kept. GitHub can be asked for those of three days, and people redeliver what they saw fail. */
  webhookDaysMax: 30,
  /** Characters of a configuration file in a repository: whoever may write there wrote it. Hand-written ones have some thousand. */
  settingsChars: 64_000,
  /** Characters of the server's own configuration, with some hundred mirrors in it. */
  serverSettingsChars: 1_000_000,
  /** Nesting of collections in a configuration; the deepest that means anything is five. The yaml library composes by recursion. */
  settingsDepthMax: 20,
  /** Entries of one collection in a configuration. */
  settingsEntriesMax: 1_000,
  /** Places of a configuration that repeat another one (`*name`), and what they may come to together: ten lines can stand for a billion. */
  settingsAliasesMax: 100,
  /** Characters of one text in a configuration; a file system's longest path is 4,096. */
  settingsTextChars: 4_096,
  /** Mistakes of one file that are told; a file of another kind has one a line. */
  settingsMistakesMax: 100,
  /** Characters of a glob, and of all globs of a mirror with their braces written out: each character of a path costs so many steps at worst. */
  globChars: 500,
  globExpandedChars: 5_000,
  /** Commits of a pull request that are read: GitHub lists no more of them, and each costs a request. */
  pullCommitsMax: 250,
  /** Files of a pull request that GitHub lists. */
  pullFilesMax: 3_000,
  /** Open pull requests of one repository that are compared with what is known; mirrors of whole lists have some hundred. */
  openPullsMax: 2_000,
  repositoriesMax: 2_000,
  /** Deliveries of webhooks that are looked through for what was missed: three days of a busy mirror. */
  hookDeliveriesMax: 10_000,
  /** A configuration file; one that says all that can be said has 5 KB. */
  settingsFileBytesMax: 100_000,
  /** Commits that one look at the history of a branch reads through the API, 100 a request; a merge window brings 15,000. */
  apiCommitsMax: 5_000,
  /** Commits whose patch-id one call asks the API for: a request each. */
  apiPatchIdsMax: 50,
  /** Message-IDs that the text of a pull request may name. */
  messageIdsNamedMax: 50,
  /** Objects that one query asks GitHub to find; it takes 500,000 nodes, and ten seconds. */
  objectsPerQueryMax: 100,
  /** Texts of files that one query asks for, and their bytes: a query of more than ten seconds is refused. */
  textsPerQueryMax: 25,
  textBytesPerQueryMax: 1_000_000,
  /** A larger file is asked for by itself: GitHub cuts the text of one that is over 512 KB. */
  queriedTextBytesMax: 400_000,
  /** Questions by which one series may make the API look for files, or give them, that were not asked for at its beginning. */
  apiLookupsMax: 200,
  /** Code of one series that is held while it is reviewed; what is beyond is asked for again. */
  apiBytesHeldMax: 60_000_000,
  /** Code that is kept in the store, compressed: some 20,000 files of the kernel. */
  blobStoreBytesMax: 200_000_000,
  /** Requests to GitHub that reading leaves for posting, of 5,000 an hour; of smaller limits a tenth. */
  requestsReservedMax: 300,
  /** Installations of one App; a public one has some hundred. */
  installationsMax: 1_000,
  /** Versions of one series that are judged, the newest ones, to tell what changed from one to the next. */
  versionsJudgedMax: 10,
  /** Characters of a comment that are looked through for a command; GitHub takes 65,536. */
  commentCharsMax: 65_536,
  /** Tries of a job that comes to nothing, with growing pauses, before it is given up until somebody asks for it. */
  jobAttemptsMax: 8,
  /** Families of mails whose news are handed out at a time. */
  newsTogether: 500,
  /** Remarks of a list that are brought to one pull request. */
  listRemarksMax: 100,
  /** Of a body, a summary or a text on GitHub, which takes 65,535; the rest is for our marker and for what it may count otherwise. */
  githubBodyCharsMax: 60_000,
  /** Of the title of an issue (GitHub takes 256) and of an annotation (255). */
  githubTitleCharsMax: 250,
  /** Of the name of a label. */
  githubLabelCharsMax: 50,
  /** Of the message of an annotation, of which GitHub takes 64 KB; longer ones are not read beside code. */
  annotationCharsMax: 4_000,
  /** How long an answer of GitHub is waited for, in milliseconds; it gives up by itself after ten seconds. */
  githubTimeoutMs: 30_000,
  /** Redirects of one request: a repository that was renamed, and transferred on the way. */
  redirectsMax: 3,
  /** A limit that claims to last longer is asked again after a day. */
  retryAfterMsMax: 86_400_000,
  /** Characters of a refusal's words that are kept; a proxy between may answer a whole page. */
  refusalCharsMax: 500,
  /** Pages of 100 that are looked through for a post of ours: a pull request with 5,000 comments is no place to add one blindly. */
  githubPagesMax: 50,
  /** Characters of a comment, a review or an issue, and of a part of a check run, that GitHub takes (65,536 and 65,535). */
  postCharsMax: 65_535,
  /** Characters of the title of an issue or a check run that GitHub takes. */
  postTitleCharsMax: 255,
  /** Annotations that one request may carry, GitHub's own bound; more of them are added by further requests. */
  annotationsTogether: 50,
  /** Comments that go with their review; those beyond follow one by one. More of them in one request take GitHub longer than it waits. */
  reviewCommentsTogether: 50,
  /** How often a post is tried that GitHub neither takes nor refuses; with growing pauses that is half a day. */
  postAttemptsMax: 20,
  /** Jobs that were given up and are named in `faultline status`; where there are more, they have one reason. */
  failedJobsShown: 20,
  /** Calls that are looked at to say whether all callers of one function hold page faults off; one that is known not to ends it. Kernel code has tens. */
  guardingCallsMax: 200,
} as const;

#include "plugin/host/commands.hpp"

namespace host {
namespace {

constexpr Group kGroups[] = {
    {"admin", "Administrators of this site"},
    {"staff", "Planners, accreditation staff and readers, who work at /staff"},
    {"platform", "The LMSs that may launch units"},
    {"keys", "The keys this tool signs with, one pair a platform"},
    {"lrs", "The record stores that receive statements"},
    {"content", "Units and other content files"},
    {"xapi", "xAPI statements"},
    {"store", "The store that holds the record"},
    {"export", "Records to a file or another system"},
    {"report", "Reports of credit"},
    {"import", "What others answered"},
};

const Argument kName{"NAME", "name", Kind::place, true, "The name staff know it by"};

const Command kCommands[] = {
    {"", "check", "Health of a configuration: each line a state, its cause and the next action", true, {}},

    {"admin", "link", "A one-time link that signs in to /admin", true,
     {{"--minutes", "minutes", Kind::text, false, "How long it may wait to be opened: 1 to 1440, default 15"}}},

    {"staff", "add", "Add a member of staff; staff link then lets them in", true,
     {{"--name", "name", Kind::text, true, "The name as it is printed under decisions"},
      {"--role", "role", Kind::text, true, "planner (cases, decisions, units), accreditation (reads them; credit) or reader"},
      {"--link", "link", Kind::flag, false, "Print a one-time sign-in link at once"}}},
    {"staff", "link", "A one-time link that signs a member of staff in to /staff", true,
     {{"ID", "id", Kind::place, true, "The member's id, or how it begins (4 characters or more)"},
      {"--minutes", "minutes", Kind::text, false, "How long it may wait to be opened: 1 to 1440, default 15"}}},
    {"staff", "list", "The members of staff", true, {}},
    {"staff", "end", "End a member's rights at once; what they signed stays", true,
     {{"ID", "id", Kind::place, true, "The member's id, or how it begins (4 characters or more)"}}},

    {"", "invite", "A one-time address to paste into an LMS, so that it registers itself", true,
     {{"--lms", "lms", Kind::text, false, "The kind of LMS, as preceptor platform kinds lists them; default: whatever comes"},
      {"--name", "name", Kind::text, false, "What staff will call it; default: its own name"},
      {"--hours", "hours", Kind::text, false, "How long it works; default: 24"}}},

    {"platform", "add", "Connect an LMS by hand", true,
     {kName,
      {"--lms", "lms", Kind::text, false, "The kind of LMS, as preceptor platform kinds lists them; default: generic"},
      {"--issuer", "issuer", Kind::text, true, "The platform's issuer, often its address"},
      {"--client-id", "client_id", Kind::text, true, "The client id the platform gave this tool"},
      {"--deployment-id", "deployment_ids", Kind::list, false, "A deployment id; may come several times. Others wait to be accepted"},
      {"--authorization-endpoint", "authorization_endpoint", Kind::text, false, "OIDC authentication URL; known for most kinds (preceptor platform kinds)"},
      {"--token-endpoint", "token_endpoint", Kind::text, false, "Access token URL; known for most kinds"},
      {"--jwks-uri", "jwks_uri", Kind::text, false, "Key set URL; known for most kinds"},
      {"--authorization-server", "authorization_server", Kind::text, false, "Audience of our token requests, where it is not the token URL"},
      {"--anonymous", "anonymous_deployment_ids", Kind::list, false, "A deployment whose launches without a user are let in"},
      {"--invitation", "invitation", Kind::text, false, "The code of preceptor invite, when the LMS was set up with it"}}},
    {"platform", "accept", "Let in an LMS that registered itself, or a deployment that waits", true,
     {kName, {"--deployment-id", "deployment_id", Kind::text, false, "The deployment that waits"}}},
    {"platform", "list", "The LMSs connected", true, {}},
    {"platform", "kinds", "The kinds of LMS whose ways this program knows", false, {}},
    {"platform", "remove", "Disconnect an LMS; its records stay", true, {kName}},

    {"keys", "list", "The keys, which one signs, and what is published", true, {}},
    {"keys", "rotate", "Publish a new key that signs an hour later; the old one stays published for a day. Or change the vault's key", true,
     {{"--platform", "platform", Kind::text, false, "One platform's name; default: every platform"},
      {"--at-once", "at_once", Kind::flag, false, "The new key signs now and the old one is withdrawn: after a leak, or when the site's key file is lost"},
      {"--vault", "vault", Kind::flag, false, "A new key for the identifiers that learners gave, all of them sealed anew at once; what signs stays"}}},
    {"keys", "show", "What an LMS needs to know our signature: the key set address, and the key as PEM", true,
     {kName, {"--pem", "pem", Kind::flag, false, "Only the PEM of the key that signs"}}},

    {"lrs", "add", "Connect a record store; without --password-file or --password-env the password is asked for", true,
     {kName,
      {"--endpoint", "endpoint", Kind::text, true, "Its xAPI address, usually ending in /xAPI/"},
      {"--username", "username", Kind::text, true, "The key or user name"},
      {"--password-file", "password_file", Kind::path, false, "A file that holds the password"},
      {"--password-env", "password_env", Kind::text, false, "An environment variable that holds the password"},
      {"--version", "version", Kind::text, false, "auto (default), 1.0.3 or 2.0"},
      {"--same-store", "same_store", Kind::flag, false, "The new address is the same store: go on where delivery was"}}},
    {"lrs", "list", "The record stores and how far delivery is", true, {}},
    {"lrs", "test", "Ask a record store who it is and whether the credentials hold", true, {kName}},
    {"lrs", "off", "Stop delivering to a record store for now; what is recorded waits for it", true, {kName}},
    {"lrs", "on", "Deliver again, what was recorded meanwhile too", true, {kName}},
    {"lrs", "remove", "Stop delivering to a record store", true, {kName}},
    {"lrs", "filter", "What a record store gets from now on; without --kind and --unit it is shown", true,
     {kName,
      {"--kind", "kinds", Kind::list, false, "A kind it gets; may come several times: attempts, answers, results, commitments, credit, burden, root-cause"},
      {"--unit", "units", Kind::list, false, "The id of a unit, or of an activity with credit, it is limited to; may come several times"},
      {"--every-unit", "every_unit", Kind::flag, false, "No limit to units and activities any more"}}},
    {"lrs", "backfill", "Deliver what was recorded before the record store was connected; the running server does it", true,
     {kName,
      {"--from", "from", Kind::text, false, "The first day or instant, e.g. 2026-01-31; default: everything"},
      {"--pause", "pause", Kind::flag, false, "Hold the back-fill; new statements are delivered meanwhile"},
      {"--resume", "resume", Kind::flag, false, "Go on where it was"},
      {"--stop", "stop", Kind::flag, false, "End it; what was sent stays there"}}},
    {"lrs", "resend", "Send refused statements again, the same bytes, once the cause is mended", true,
     {kName,
      {"--statement", "statement", Kind::text, false, "One statement's id; default: all that are parked"},
      {"--code", "code", Kind::text, false, "Those parked for one reason, e.g. lrs.refused"}}},

    {"content", "lint", "What is wrong with content files: file, line, and the corrected line", false,
     {{"PATH", "paths", Kind::places_path, true, "Files or folders"}}},
    {"content", "import", "Write a content file from a quiz or survey of another program, and say what was lost", false,
     {{"FILE", "file", Kind::place_path, true, "A GIFT file, a Moodle XML file or a REDCap data dictionary (CSV)"},
      {"--from", "from", Kind::text, false, "gift, moodle-xml or redcap; default: by the file's ending"},
      {"--language", "language", Kind::text, false, "The language of its texts; default: en"},
      {"--out", "out", Kind::path, false, "The new file, which is not there yet; default: standard output"}}},

    {"content", "withdraw", "Stop a published version at once, say who saw it, and show them the correction at their next launch", true,
     {{"CONTENT", "content", Kind::place, true, "A unit's id (every language) or a version's hash"},
      {"--reason", "reason", Kind::text, true, "What was wrong and what holds, in a sentence or two: those who saw it read it"},
      {"--replacement", "replacement", Kind::text, false, "The id of the unit to read instead"},
      {"--language", "language", Kind::text, false, "Only this language of the unit"}}},

    {"xapi", "check", "Which rule each statement of a JSON Lines file breaks", false,
     {{"FILE", "file", Kind::place_path, true, "The file"},
      {"--version", "version", Kind::text, false, "1.0.3 (default) or 2.0"},
      {"--house", "house", Kind::flag, false, "House and producer rules count as errors too"}}},

    {"store", "backup", "A copy of the store while it runs, read through; the key file is kept apart", true,
     {{"FILE", "file", Kind::place_path, true, "The copy, a file that is not there yet"}}},

    {"export", "xapi", "The statements of the record as JSON Lines, or to a record store without moving its place", true,
     {{"--from", "from", Kind::text, false, "From this day or instant on"},
      {"--to", "to", Kind::text, false, "Before this day or instant"},
      {"--unit", "unit", Kind::text, false, "One unit's id"},
      {"--course", "course", Kind::text, false, "One course's context id"},
      {"--out", "out", Kind::path, false, "The file; standard output when neither is given"},
      {"--lrs", "lrs", Kind::text, false, "The name of a record store to send to"}}},
    {"export", "credit", "A report of credit; rows that something stops are listed and left out (exit code 1)", true,
     {{"--format", "format", Kind::text, true, "pars-excel, pars-tsv, medbiquitous, csv, json, ...; /staff lists them"},
      {"--from", "from", Kind::text, false, "Completions from this day on"},
      {"--to", "to", Kind::text, false, "Completions until this day, which is included"},
      {"--board", "board", Kind::text, false, "Only with points for this board, e.g. ABIM"},
      {"--activity", "activity", Kind::text, false, "One activity's id"},
      {"--system", "system", Kind::text, false, "One credit system's code"},
      {"--provider", "provider", Kind::text, false, "Whose report it is, where there are several providers"},
      {"--out", "out", Kind::path, false, "The file; standard output when it is not given"},
      {"--again", "again", Kind::flag, false, "Also what was exported or sent before"},
      {"--check", "check", Kind::flag, false, "Only look: every row with what is to be said of it, nothing is written or moved"}}},

    {"report", "status", "How many grants are where, and the exports that were made", true, {}},

    {"import", "results", "What a receiver answered: a table (CSV) with ccid and status", true,
     {{"FILE", "file", Kind::place_path, true, "Columns ccid, or activity id, date and board id or names; status (accepted, rejected, pending); code; message"},
      {"--dry-run", "dry_run", Kind::flag, false, "Only say what would be noted"}}},
    {"export", "audit", "The audit file of an activity, a ZIP; what it lacks is told (exit code 1)", true,
     {{"--activity", "activity", Kind::text, true, "The activity's id"},
      {"--out", "out", Kind::path, true, "The file"},
      {"--identifiers", "identifiers", Kind::flag, false, "With names and NPI in the list of credits; each look is logged"}}},
};

}  // namespace

std::span<const Group> groups() { return kGroups; }
std::span<const Command> commands() { return kCommands; }

}  // namespace host

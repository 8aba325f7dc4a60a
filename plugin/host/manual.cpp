#include "plugin/host/manual.hpp"

#include <string_view>

#include "plugin/host/commands.hpp"

namespace host {
namespace {

constexpr std::string_view kBeginning = R"(.Dd
.Dt PRECEPTOR 1
.Os
.Sh NAME
.Nm preceptor
.Nd medical-education units, surveys and root-cause forms inside the course page
.Sh SYNOPSIS
.Nm
.Ar command
.Op Ar options
.Sh DESCRIPTION
.Nm
is a tool for learning management systems that speak LTI 1.3.
It shows short units inside course pages, keeps one durable record of what people do there, and sends it to learning record stores as xAPI statements.
.Pp
Every command has
.Fl -help ;
those that print data have
.Fl -json .
A command that acts on a site takes
.Fl -config Ar FILE
or the environment variable
.Ev PRECEPTOR_CONFIG ,
and runs as the user the service runs as, who owns the store.
.Sh COMMANDS
.Bl -tag -width Ds
.It Nm Cm serve
Run the server until SIGTERM; SIGHUP reads the configuration again.
.It Nm Cm demo
Tool, demo LMS and demo record store on this machine, ready to click.
.It Nm Cm setup
A few questions, a checked configuration file.
)";

constexpr std::string_view kEnd = R"(.El
.Sh FILES
.Bl -tag -width Ds
.It Pa /etc/preceptor/preceptor.json
The configuration.
Every key is explained in
.Pa /usr/share/doc/preceptor/config.md .
.It Pa /var/lib/preceptor
The store and, beside it, the key that seals its secrets.
Back up both, in different places.
.It Pa /usr/share/preceptor/samples
Sample units, for
.Nm preceptor demo
and to see the form: nobody has reviewed them, so a site publishes none of them.
.El
.Sh SIGNALS
.Dv SIGHUP
reads configuration and content again; a file with an error changes nothing.
.Dv SIGTERM
ends requests under way and stops, after 50 seconds (3 while it starts) whatever hangs, then with exit status 3.
.Sh EXIT STATUS
0 good, 1 red findings, 2 wrong arguments, 3 failed.
.Sh SEE ALSO
The pages in
.Pa /usr/share/doc/preceptor .
)";

// A line of text: what mdoc would take for a request or an escape is made plain.
std::string plain(std::string_view text) {
  std::string out;
  if (!text.empty() && (text.front() == '.' || text.front() == '\'')) out = "\\&";
  for (const char c : text) {
    if (c == '\\') out += "\\e";
    else out += c;
  }
  return out + "\n";
}

std::string of_command(const Command& command) {
  std::string out = ".It Nm Cm " + command.full_name() + "\n" + plain(std::string(command.help) + ".");
  if (command.arguments.empty()) return out;
  out += ".Bl -tag -width Ds -compact\n";
  for (const Argument& argument : command.arguments) {
    const std::string_view flags = argument.flags;
    const bool is_flag = flags.starts_with("-");
    out += ".It " + (is_flag ? "Fl " + std::string(flags.substr(1)) : "Ar " + std::string(flags));
    if (is_flag && argument.kind != Kind::flag) out += argument.kind == Kind::path ? " Ar FILE" : " Ar TEXT";
    out += "\n" + plain(argument.help + std::string(argument.required ? " (required)." : "."));
  }
  return out + ".El\n";
}

}  // namespace

std::string manual() {
  std::string page(kBeginning);
  for (const Command& command : commands()) page += of_command(command);
  page += kEnd;
  return page;
}

}  // namespace host

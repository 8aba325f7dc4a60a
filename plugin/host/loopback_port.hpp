#pragma once

namespace host {

// `wanted` when nothing listens there on 127.0.0.1, else a free one the system picks; 0 when there is none.
int loopback_port(int wanted);

}  // namespace host

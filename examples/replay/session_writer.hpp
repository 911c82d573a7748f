// SPDX-License-Identifier: MIT
/// @file
/// What is a writer of sessions? One for each output format; each appends to a string and does no I/O.
#ifndef REPLAY_SESSION_WRITER_HPP
#define REPLAY_SESSION_WRITER_HPP

#include <tccc/session.hpp>

#include <string>
#include <string_view>

namespace replay {

class session_writer {
public:
    virtual ~session_writer() = default;
    virtual void head(std::string& out) const = 0;
    virtual void write(const tccc::session& session, std::string& out) const = 0;
};

/// Of a UUID the first 13 characters: in a day of a million sessions still different, and as they stand in
/// the input.
inline std::string_view short_id(std::string_view id) {
    const bool uuid = id.size() == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-';
    return uuid ? id.substr(0, 13) : id;
}

}  // namespace replay

#endif

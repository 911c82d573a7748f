// SPDX-License-Identifier: MIT
/// @file
/// Who may be named? `disclosure`: users and URLs as they may be shown.
#ifndef REPLAY_DISCLOSURE_HPP
#define REPLAY_DISCLOSURE_HPP

#include <tccc/endpoint_user.hpp>
#include <tccc/record_url.hpp>

#include <string>
#include <string_view>

namespace replay {

/// Users and URLs as they may be shown: in full only where the user of replay asked for it.
class disclosure {
public:
    explicit disclosure(bool reveal) : reveal_(reveal) {}

    bool reveal() const { return reveal_; }

    std::string show(tccc::endpoint_user_view user) const {
        return reveal_ || user.empty() ? std::string(user.value()) : user.masked();
    }
    std::string_view show(const tccc::record_url& url) const {
        if (reveal_ || url.empty()) return url.value();
        return url.valid() ? url.redacted() : "(not a url)";
    }

private:
    bool reveal_;
};

}  // namespace replay

#endif

// SPDX-License-Identifier: MIT
/// @file
/// Where is the recording, and may a service fetch it? `record_url_view` borrows, `record_url` owns, both
/// print without the query; `url_policy` decides.
#ifndef TCCC_RECORD_URL_HPP
#define TCCC_RECORD_URL_HPP

#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/url.hpp>
#include <tccc/result.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE

/// The address of a recording, kept as it came and read strictly on demand.
///
/// Borrows: the text, from whatever it was made from; a parsed one ends with the views of its push. Every getter
///          returns a view into that text, allocates nothing, and reads the URL anew: call `parts()` once where
///          several are wanted.
/// Errors:  a text that is not `http(s)://host[:port]/path[?query]` is kept all the same; then `valid()` is false
///          and every part is empty. User-info, fragments, back slashes, blanks, controls and non-ASCII make it so.
/// Prints:  `redacted()`, since the query may hold a signature; "(not a url)" where there is nothing safe to print.
/// @see https://www.tencentcloud.com/document/product/1229/59642
class record_url_view {
public:
    constexpr record_url_view() = default;
    constexpr record_url_view(std::string_view value TCCC_PUSH_LIFETIMEBOUND) noexcept : value_(value) {}
    template <detail::lasting_string S>  // a string in a variable, a literal
    constexpr record_url_view(S&& value TCCC_PUSH_LIFETIMEBOUND) noexcept : value_(value) {}
    // The text would be gone: keep the string in a variable, or use record_url.
    template <detail::temporary_string S>
    record_url_view(S&&) = delete;

    /// The whole text, query included: treat it like a password, it may be all that is needed to listen.
    [[nodiscard]] constexpr std::string_view value() const noexcept { return value_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return value_.empty(); }

    /// All parts, or errc::bad_value with the offset (into `value()`) of the first byte that does not belong.
    [[nodiscard]] constexpr result<url_parts> parts() const noexcept {
        return detail::url_reader(value_).read();
    }
    [[nodiscard]] constexpr bool valid() const noexcept { return parts().has_value(); }
    [[nodiscard]] constexpr std::string_view scheme() const noexcept { return read().scheme; }
    [[nodiscard]] constexpr std::string_view host() const noexcept { return read().host; }
    [[nodiscard]] constexpr std::optional<std::uint16_t> port() const noexcept { return read().port; }
    [[nodiscard]] constexpr std::string_view path() const noexcept { return read().path; }
    /// Behind the '?'; empty when there is none.
    [[nodiscard]] constexpr std::string_view query() const noexcept { return read().query.value_or(""); }
    /// The URL up to the '?', safe to log; empty when the URL is not valid (what precedes the '?' may then be
    /// a password or an escape sequence).
    [[nodiscard]] constexpr std::string_view redacted() const noexcept {
        return valid() ? value_.substr(0, value_.find('?')) : std::string_view{};
    }

    [[nodiscard]] friend constexpr bool operator==(record_url_view, record_url_view) = default;
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                        record_url_view url) {
        return out << (url.valid() ? url.redacted() : std::string_view("(not a url)"));
    }

private:
    [[nodiscard]] constexpr url_parts read() const noexcept { return parts().value_or(url_parts{}); }

    std::string_view value_;
};

/// The owning twin of `record_url_view`; its parts are read through `view()`.
class record_url {
public:
    record_url() = default;
    explicit record_url(std::string value) noexcept : value_(std::move(value)) {}

    /// A view of this; ends when this changes or dies.
    [[nodiscard]] record_url_view view() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return value_; }
    record_url_view view() const&& = delete;
    [[nodiscard]] operator record_url_view() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return view(); }
    operator record_url_view() const&& = delete;

    [[nodiscard]] const std::string& value() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return value_; }
    [[nodiscard]] std::string value() && noexcept { return std::move(value_); }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }
    [[nodiscard]] bool valid() const noexcept { return view().valid(); }
    [[nodiscard]] std::string_view host() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return view().host(); }
    [[nodiscard]] std::string_view path() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return view().path(); }
    [[nodiscard]] std::string_view query() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return view().query(); }
    [[nodiscard]] std::string_view redacted() const& noexcept TCCC_PUSH_LIFETIMEBOUND {
        return view().redacted();
    }

    [[nodiscard]] friend bool operator==(const record_url&, const record_url&) = default;
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                        const record_url& url) {
        return out << url.view();
    }

private:
    std::string value_;
};

/// A copy that outlives the push. Allocates unless the text is short.
[[nodiscard]] inline record_url to_owned(record_url_view url) { return record_url(std::string(url.value())); }

/// May a service fetch this URL? `allowed`, or the first reason against it.
enum class url_verdict {
    allowed,
    not_a_url,       ///< Not `http(s)://host[:port]/path[?query]`.
    ip_literal,      ///< The host is an address, in any spelling; names only.
    host_refused,    ///< The host ends in none of the allowed suffixes.
    scheme_refused,  ///< The suffix does not allow this scheme.
    port_refused,    ///< A port other than the scheme's own.
};

/// The name of the enumerator; "unknown" for a value outside the enumeration.
constexpr std::string_view to_string(url_verdict verdict) noexcept {
    switch (verdict) {
    case url_verdict::allowed: return "allowed";
    case url_verdict::not_a_url: return "not_a_url";
    case url_verdict::ip_literal: return "ip_literal";
    case url_verdict::host_refused: return "host_refused";
    case url_verdict::scheme_refused: return "scheme_refused";
    case url_verdict::port_refused: return "port_refused";
    }
    return "unknown";
}

/// Which hosts a service may fetch recordings from. A push is an attacker's to forge, so a downloader that
/// fetches whatever it names can be sent to the metadata service of its own cloud.
///
/// What it does not do: resolve names. A suffix whose DNS an attacker controls can still point inside, and
/// every COS customer has a name under `.myqcloud.com`; whoever needs more, names the bucket's full host.
/// @see https://www.tencentcloud.com/document/product/1229/59642 (sample: plain http on `.myqcloud.com`)
struct url_policy {
    /// Hosts that end in `suffix`, at a label's border and in any case: ".myqcloud.com" covers what stands
    /// before it, "media.example.com" covers itself and what stands before it.
    struct allowed_host {
        std::string suffix;
        bool http = false;  ///< Plain http too. The vendor's own sample is plain http.
        bool https = true;
    };

    std::vector<allowed_host> hosts = {{".myqcloud.com", true, true}};

    /// Cost: one pass over the URL and one comparison for each suffix. Allocates nothing.
    [[nodiscard]] url_verdict check(record_url_view url) const noexcept {
        const result<url_parts> parts = url.parts();
        if (!parts) return url_verdict::not_a_url;
        if (detail::is_ip_literal(parts->host)) return url_verdict::ip_literal;
        const bool https = parts->scheme.size() == 5;
        bool known_host = false;
        bool scheme_allowed = false;
        for (const allowed_host& host : hosts) {
            if (!covers(host.suffix, parts->host)) continue;
            known_host = true;
            scheme_allowed = scheme_allowed || (https ? host.https : host.http);
        }
        if (!known_host) return url_verdict::host_refused;
        if (!scheme_allowed) return url_verdict::scheme_refused;
        if (parts->port && *parts->port != (https ? 443 : 80)) return url_verdict::port_refused;
        return url_verdict::allowed;
    }

private:
    static constexpr bool covers(std::string_view suffix, std::string_view host) noexcept {
        if (suffix.empty() || host.size() < suffix.size()) return false;
        const std::string_view before = host.substr(0, host.size() - suffix.size());
        if (!detail::equals_ignoring_case(host.substr(before.size()), suffix)) return false;
        return suffix.starts_with('.') ? !before.empty() : before.empty() || before.ends_with('.');
    }
};

TCCC_PUSH_END_NAMESPACE

#endif

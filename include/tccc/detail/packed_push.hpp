// SPDX-License-Identifier: MIT
/// @file
/// How is one track kept while its session is open? All its strings in one allocation, without the session id
/// that every track of a session would repeat.
#ifndef TCCC_DETAIL_PACKED_PUSH_HPP
#define TCCC_DETAIL_PACKED_PUSH_HPP

#include <tccc/config.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// One track's push: time stamp, RecordId, EndpointUser, RecordURL, CustomRecordURL (empty: none).
class packed_push {
public:
    /// What `packed_push(push)` would allocate.
    static constexpr std::size_t text_size(const record_push_view& push) noexcept {
        return push.record_id.size() + push.endpoint_user.value().size() + push.record_url.value().size() +
               custom_url_of(push).size();
    }
    /// Lengths are kept in 32 bits. A parser's pushes are bounded far below; one made by hand may not be.
    static constexpr bool fits(const record_push_view& push) noexcept {
        return text_size(push) <= (std::numeric_limits<std::uint32_t>::max)();
    }

    /// Requires `fits(push)`. Throws what `new` throws.
    explicit packed_push(const record_push_view& push) : timestamp_(push.timestamp) {
        const std::array<std::string_view, 4> texts = {push.record_id, push.endpoint_user.value(),
                                                       push.record_url.value(), custom_url_of(push)};
        text_ = std::unique_ptr<char[]>(new char[text_size(push)]);
        char* out = text_.get();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            sizes_[i] = static_cast<std::uint32_t>(texts[i].size());
            if (!texts[i].empty()) std::memcpy(out, texts[i].data(), texts[i].size());
            out += texts[i].size();
        }
    }

    [[nodiscard]] std::string_view record_id() const noexcept { return {text_.get(), sizes_[0]}; }
    [[nodiscard]] std::string_view endpoint_user() const noexcept {
        return {text_.get() + sizes_[0], sizes_[1]};
    }
    [[nodiscard]] std::size_t text_size() const noexcept {
        return std::size_t{sizes_[0]} + sizes_[1] + sizes_[2] + sizes_[3];
    }

    /// All of it, as a push of the session that it belongs to.
    [[nodiscard]] record_push_view view(std::int64_t sdk_app_id, std::string_view session_id) const noexcept {
        record_push_view push;
        push.sdk_app_id = sdk_app_id;
        push.session_id = session_id;
        push.timestamp = timestamp_;
        push.record_id = record_id();
        push.endpoint_user = endpoint_user();
        const char* url = endpoint_user().data() + sizes_[1];
        push.record_url = std::string_view(url, sizes_[2]);
        if (sizes_[3] != 0) push.custom_record_url = std::string_view(url + sizes_[2], sizes_[3]);
        return push;
    }

private:
    std::chrono::sys_seconds timestamp_;
    std::array<std::uint32_t, 4> sizes_;
    std::unique_ptr<char[]> text_;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif

// SPDX-License-Identifier: MIT
/// @file
/// Which recordings have been handed out already? A compact memory of closed sessions: hashes instead of
/// text, some 200 bytes for a session of two recordings.
#ifndef TCCC_DETAIL_TOMBSTONES_HPP
#define TCCC_DETAIL_TOMBSTONES_HPP

#include <tccc/config.hpp>
#include <tccc/detail/intrusive_list.hpp>
#include <tccc/detail/siphash.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What is remembered of one push that was handed out. A hash of 0 stands for an absent URL.
struct seen_push {
    std::uint64_t track = 0;
    std::chrono::sys_seconds timestamp{};
    std::uint64_t url = 0;
    std::uint64_t custom_url = 0;
};

struct tombstone {
    std::uint64_t session = 0;  ///< Hash of (SdkAppId, SessionId).
    std::uint32_t revision = 0;
    std::chrono::sys_seconds closed_at{};
    std::vector<seen_push> seen;
    list_hook<tombstone> by_age;
};

/// Tombstones in the order of their closing.
///
/// Hashes are keyed, 64 bits wide, and compared within one session; that two of its pushes collide is a
/// matter of one in 10^18. Two sessions that collide share a tombstone: then the second is handed out as an
/// amendment, not lost.
class tombstone_table {
public:
    explicit tombstone_table(hash_key key) : key_(key) {}
    tombstone_table(const tombstone_table&) = delete;
    tombstone_table& operator=(const tombstone_table&) = delete;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return size() * fixed_bytes + seen_ * sizeof(seen_push);
    }

    [[nodiscard]] const tombstone* find(std::int64_t sdk_app_id, std::string_view session_id) const {
        const auto it = graves_.find(session_hash(sdk_app_id, session_id));
        return it == graves_.end() ? nullptr : &it->second;
    }

    /// True when `push` says something that was not handed out with `grave`: another track, a greater URL (or
    /// one of the same time stamp: which is greater, the hashes do not tell, and the consumer's `merge`
    /// does), or another custom URL.
    [[nodiscard]] bool is_news(const tombstone& grave, const record_push_view& push) const {
        const seen_push now = digest(push);
        bool known = false;
        bool url_news = true;
        bool custom_url_news = now.custom_url != 0;
        for (const seen_push& seen : grave.seen) {
            if (seen.track != now.track) continue;
            known = true;
            const auto was = std::make_pair(seen.url != 0, seen.timestamp);
            const auto is = std::make_pair(now.url != 0, now.timestamp);
            if (was > is || (was == is && seen.url == now.url)) url_news = false;
            if (seen.custom_url == now.custom_url) custom_url_news = false;
        }
        return !known || url_news || custom_url_news;
    }

    /// A grave dug before a session is given away and filled after, so that what can fail (memory, the sink)
    /// fails while the session is still open; one that is not filled is as if it had never been.
    class grave_slot {
    public:
        /// For the tracks of `s`. Keeps at most `max_seen` pushes of a session, the latest.
        grave_slot(tombstone_table& table, const session& s, std::size_t max_seen)
            : table_(table), hash_(table.session_hash(s.sdk_app_id, s.session_id)), revision_(s.revision) {
            if (const auto old = table.graves_.find(hash_); old != table.graves_.end())
                seen_ = old->second.seen;
            seen_.reserve(seen_.size() + s.tracks.size());
            for (const track& t : s.tracks) {
                seen_.push_back(table.digest(as_view(t.push)));
            }
            forgotten_ = seen_.size() - std::min(seen_.size(), max_seen);
            seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(forgotten_));
            grave_ = &table.graves_[hash_];
        }
        ~grave_slot() {
            if (grave_ != nullptr && grave_->revision == 0) table_.graves_.erase(hash_);
        }
        grave_slot(const grave_slot&) = delete;
        grave_slot& operator=(const grave_slot&) = delete;

        /// Remembers. Returns how many pushes it let go.
        std::size_t fill(std::chrono::sys_seconds now) noexcept {
            tombstone& grave = *std::exchange(grave_, nullptr);
            if (grave.revision != 0) {
                table_.by_age_.remove(grave);
            } else {
                ++table_.size_;
            }
            table_.seen_ += seen_.size() - grave.seen.size();
            grave.session = hash_;
            grave.revision = revision_;
            grave.closed_at = now;
            grave.seen = std::move(seen_);
            table_.by_age_.push_back(grave);
            return forgotten_;
        }

    private:
        tombstone_table& table_;
        std::uint64_t hash_;
        std::uint32_t revision_;
        std::vector<seen_push> seen_;
        std::size_t forgotten_ = 0;
        tombstone* grave_ = nullptr;
    };

    [[nodiscard]] const tombstone* oldest() const noexcept { return by_age_.front(); }

    void forget_oldest() noexcept {
        tombstone& grave = *by_age_.front();
        by_age_.remove(grave);
        seen_ -= grave.seen.size();
        --size_;
        graves_.erase(grave.session);
    }

private:
    [[nodiscard]] std::uint64_t session_hash(std::int64_t sdk_app_id,
                                             std::string_view session_id) const noexcept {
        return siphash(key_).add(static_cast<std::uint64_t>(sdk_app_id)).add(session_id).finish();
    }

    [[nodiscard]] seen_push digest(const record_push_view& push) const noexcept {
        const auto hash = [this](std::string_view text) -> std::uint64_t {
            return text.empty() ? 0 : std::max<std::uint64_t>(siphash(key_).add(text).finish(), 1);
        };
        seen_push seen;
        seen.track = siphash(key_).add(push.endpoint_user.value()).add(push.record_id).finish();
        seen.timestamp = push.timestamp;
        seen.url = hash(push.record_url.value());
        seen.custom_url = hash(custom_url_of(push));
        return seen;
    }

    struct already_hashed {
        std::size_t operator()(std::uint64_t hash) const noexcept { return static_cast<std::size_t>(hash); }
    };
    using table = std::unordered_map<std::uint64_t, tombstone, already_hashed>;

    /// A node of the table with its link, and its share of the buckets.
    static constexpr std::size_t fixed_bytes = sizeof(table::value_type) + 2 * sizeof(void*);

    hash_key key_;
    table graves_;
    intrusive_list<tombstone, &tombstone::by_age> by_age_;
    std::size_t size_ = 0;  // graves that are filled
    std::size_t seen_ = 0;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif

// SPDX-License-Identifier: MIT
/// @file
/// How do several threads share one buffer of lines? The second half of batch.hpp.
#ifndef TCCC_DETAIL_BATCH_WORKERS_HPP
#define TCCC_DETAIL_BATCH_WORKERS_HPP

#include <tccc/batch.hpp>
#include <tccc/config.hpp>
#include <tccc/detail/borrow.hpp>
#include <tccc/detail/line_ahead.hpp>
#include <tccc/parse_options.hpp>
#include <tccc/parser.hpp>
#include <tccc/record_push.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#if TCCC_PUSH_HAS_EXCEPTIONS
#include <exception>
#define TCCC_PUSH_UNWIND_NAMESPACE with_exceptions
#else
#define TCCC_PUSH_UNWIND_NAMESPACE without_exceptions
#endif

TCCC_PUSH_BEGIN_NAMESPACE

/// Who reads a batch of lines, and how.
struct batch_threads {
    /// How many threads call back, that of the caller among them; the library never chooses. Where the
    /// system refuses one, those that are there do its work.
    unsigned count = 1;
    /// The callback is called in the order of the buffer, for one entry at a time, by whatever thread. Else
    /// it is called by all of them at once, in any order.
    bool ordered = false;
    /// Each thread takes so much at a time, up to the next line's end; less where the buffer has too little for all.
    /// In order, it keeps the results of one such block, 160 bytes for each line, and what the parser decoded.
    std::size_t block_bytes = std::size_t{1024} * 1024;
    parse_options parsing{};
};

namespace detail {
inline namespace TCCC_PUSH_KERNEL_NAMESPACE {

/// Some lines of a buffer.
struct batch_block {
    std::string_view text;
    std::size_t offset = 0;
    std::size_t index = 0;

    /// Calls `f` with each of them; returns how many were begun. What `ahead` learns of one block holds for the next.
    template <bool Numbered, class F>
    std::size_t read(parser& parser, line_ahead& ahead, F f) const {
        batch_reader reader(batch_format::ndjson);
        reader.offset_ = offset;
        reader.likely_ = ahead;
        std::size_t pos = 0;
        reader.begin_piece(text, pos, true);
        reader.read_lines<Numbered>(parser, text, pos, true, f);
        ahead = reader.likely_;
        return reader.lines();
    }
};

/// Cuts a buffer into blocks, for whoever asks.
class batch_blocks {
public:
    batch_blocks(std::string_view buffer, std::size_t size) noexcept
        : buffer_(buffer), size_(std::max<std::size_t>(size, 1)) {}

    /// How many there are at most.
    [[nodiscard]] std::size_t count() const noexcept {
        return buffer_.size() / size_ + (buffer_.size() % size_ == 0 ? 0U : 1U);
    }

    bool next(batch_block& block) noexcept {
        const std::lock_guard lock(mutex_);
        if (offset_ == buffer_.size()) return false;
        const std::size_t rest = buffer_.size() - offset_;
        std::size_t size = rest;
        if (size_ < rest) {
            const std::size_t line_end = buffer_.find('\n', offset_ + size_ - 1);
            if (line_end != std::string_view::npos) size = line_end + 1 - offset_;
        }
        block = {buffer_.substr(offset_, size), offset_, index_++};
        offset_ += size;
        return true;
    }

private:
    std::mutex mutex_;
    std::string_view buffer_;
    std::size_t size_;
    std::size_t offset_ = 0;
    std::size_t index_ = 0;
};

/// The results of one block until it is their turn. What a parser decodes ends with its next push, so those
/// strings are copied; they are never longer than the block.
class batch_results {
public:
    void clear(std::size_t block_bytes) noexcept {
        entries_.clear();
        used_ = 0;
        needed_ = block_bytes;
    }

    void keep(const batch_entry& entry) {
        entries_.push_back(entry);
        if (!entry.push) return;
        record_push_view& push = *entries_.back().push;
        push.record_id = kept(push.record_id, entry.body);
        push.session_id = kept(push.session_id, entry.body);
        push.endpoint_user = kept(push.endpoint_user.value(), entry.body);
        push.record_url = kept(push.record_url.value(), entry.body);
        if (push.custom_record_url)
            push.custom_record_url = record_url_view(kept(push.custom_record_url->value(), entry.body));
    }

    [[nodiscard]] std::vector<batch_entry>& entries() noexcept { return entries_; }

private:
    std::string_view kept(std::string_view text, std::string_view body) {
        const std::less_equal<> not_after;
        if (not_after(body.data(), text.data()) && not_after(text.data(), body.data() + body.size()))
            return text;
        if (text.empty()) return {};
        if (capacity_ < needed_) {
            decoded_.reset(new char[needed_]);  // used_ is 0: the first of its block
            capacity_ = needed_;
        }
        char* const copy = decoded_.get() + used_;
        std::memcpy(copy, text.data(), text.size());
        used_ += text.size();
        return {copy, text.size()};
    }

    std::vector<batch_entry> entries_;
    std::unique_ptr<char[]> decoded_;
    std::size_t capacity_ = 0;
    std::size_t used_ = 0;
    std::size_t needed_ = 0;
};

// What catches exceptions is compiled differently where there are none.
inline namespace TCCC_PUSH_UNWIND_NAMESPACE {

template <class F>
class batch_workers {
public:
    batch_workers(std::string_view buffer, const batch_threads& threads, F& f) noexcept
        : threads_(threads), f_(f), blocks_(buffer, block_bytes(buffer, threads)) {}

    std::size_t run() {
        const std::size_t wanted = std::min<std::size_t>(threads_.count, blocks_.count());
        std::vector<std::thread> others;
        if (wanted > 1) others.reserve(wanted - 1);
        for (unsigned worker = 1; worker < wanted; ++worker) {
            if (!start(others, worker)) break;
        }
        work(0);
        for (std::thread& other : others) {
            other.join();
        }
#if TCCC_PUSH_HAS_EXCEPTIONS
        if (failure_ != nullptr) std::rethrow_exception(failure_);
#endif
        return called_;
    }

private:
    /// Some for each thread, so that none is without work for long; but not so small that taking one shows.
    static std::size_t block_bytes(std::string_view buffer, const batch_threads& threads) noexcept {
        constexpr std::size_t smallest = std::size_t{64} * 1024;
        const std::size_t share = buffer.size() / std::max(threads.count, 1U) / 4;
        return std::min(threads.block_bytes, std::max(share, smallest));
    }

#if TCCC_PUSH_HAS_EXCEPTIONS
    bool start(std::vector<std::thread>& others, unsigned worker) {
        try {
            others.emplace_back([this, worker] { work(worker); });
            return true;
        } catch (...) {
            return false;  // the others share its part
        }
    }

    void work(unsigned worker) noexcept {
        try {
            take_blocks(worker);
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (failure_ == nullptr) failure_ = std::current_exception();
            stop();
        }
    }
#else
    bool start(std::vector<std::thread>& others, unsigned worker) {
        others.emplace_back([this, worker] { work(worker); });
        return true;
    }

    void work(unsigned worker) noexcept { take_blocks(worker); }
#endif

    void take_blocks(unsigned worker) {
        parser parser(threads_.parsing);
        line_ahead ahead;
        batch_block block;
        if (!threads_.ordered) {
            std::size_t called = 0;
            while (!stopped_ && blocks_.next(block)) {
                call_at_once(parser, ahead, block, worker, called);
            }
            const std::lock_guard lock(mutex_);
            called_ += called;
            return;
        }
        batch_results results;
        while (!stopped_ && blocks_.next(block)) {
            results.clear(block.text.size());
            const std::size_t lines = block.read<true>(parser, ahead, [&](const batch_entry& entry) {
                results.keep(entry);
                return !stopped_.load(std::memory_order_relaxed);
            });
            if (!call_in_turn(results.entries(), block.index, lines, worker)) return;
        }
    }

    void call_at_once(parser& parser, line_ahead& ahead, const batch_block& block, unsigned worker,
                      std::size_t& called) {
        block.read<false>(parser, ahead, [&](const batch_entry& entry) {
            if (stopped_.load(std::memory_order_relaxed)) return false;
            ++called;
            if (call(entry, worker)) return true;
            const std::lock_guard lock(mutex_);
            stop();
            return false;
        });
    }

    /// Blocks are taken in order, so the block whose turn it is has a worker, and no two wait for each other.
    bool call_in_turn(std::vector<batch_entry>& entries, std::size_t index, std::size_t lines,
                      unsigned worker) {
        {
            std::unique_lock lock(mutex_);
            turn_changed_.wait(lock, [&] { return turn_ == index || stopped_; });
            if (stopped_) return false;
        }
        bool more = true;
        for (batch_entry& entry : entries) {
            entry.number = ++called_;
            entry.line += lines_;
            more = call(entry, worker);
            if (!more) break;
        }
        lines_ += lines;
        const std::lock_guard lock(mutex_);
        ++turn_;
        if (!more) stop();
        turn_changed_.notify_all();
        return more;
    }

    bool call(const batch_entry& entry, unsigned worker) {
        if constexpr (batch_callback<F, unsigned>) {
            return call_with(f_, entry, worker);
        } else {
            return call_with(f_, entry);
        }
    }

    /// Requires: mutex_ is held.
    void stop() noexcept {
        stopped_ = true;
        turn_changed_.notify_all();
    }

    // What every push reads, apart from what every block writes.
    const batch_threads& threads_;
    F& f_;
    std::atomic<bool> stopped_{false};
    alignas(64) batch_blocks blocks_;
    std::mutex mutex_;  // guards what follows; in order, called_ and lines_ are those of the turn's owner
    std::condition_variable turn_changed_;
    std::size_t turn_ = 0;
    std::size_t called_ = 0;
    std::size_t lines_ = 0;
#if TCCC_PUSH_HAS_EXCEPTIONS
    std::exception_ptr failure_;
#endif
};

}  // namespace TCCC_PUSH_UNWIND_NAMESPACE
}  // namespace TCCC_PUSH_KERNEL_NAMESPACE
}  // namespace detail

inline namespace TCCC_PUSH_KERNEL_NAMESPACE {
inline namespace TCCC_PUSH_UNWIND_NAMESPACE {

/// Calls `f` with each push of NDJSON, from several threads: `f(const batch_entry&)`, or with the number of
/// the thread, from 0, behind it: `f(const batch_entry&, unsigned)`. It returns nothing, or a bool of which
/// false stops.
///
/// Borrows:   what `f` gets ends when `f` returns.
/// Requires:  unless `threads.ordered`, an `f` that can be called by several threads at once; state for each
///            is best kept in an array that the thread's number indexes.
/// Errors:    as on one thread, each in its entry.
/// Returns:   how many entries `f` was called with. After it said stop, `f` is not called again in order;
///            else a call that had begun on another thread still ends.
/// Guarantees: the entries are those of one thread. In order, memory stays within two blocks and their
///            results for each thread, however long the buffer.
/// Allocates: a parser for each thread. Throws the first exception that `f` threw, when all threads have
///            stopped; where exceptions are off, `f` must not fail.
/// Cost:      linear in the buffer. On Linux with glibc before 2.34, link with -pthread; the target
///            tccc::push does not do that for you.
template <class F>
    requires(detail::batch_callback<F> || detail::batch_callback<F, unsigned>)
std::size_t for_each_push(std::string_view ndjson, const batch_threads& threads, F&& f) {
    return detail::batch_workers<std::remove_reference_t<F>>(ndjson, threads, f).run();
}
template <detail::temporary_string S, class F>
std::size_t for_each_push(S&&, const batch_threads&,
                          F&&) = delete;  // offsets into a buffer that is gone: keep it in a variable

}  // namespace TCCC_PUSH_UNWIND_NAMESPACE
}  // namespace TCCC_PUSH_KERNEL_NAMESPACE
TCCC_PUSH_END_NAMESPACE

#endif

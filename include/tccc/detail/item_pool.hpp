// SPDX-License-Identifier: MIT
/// @file
/// Where do the items of lists go, so that a span over a finished list stays valid while others are read?
#ifndef TCCC_DETAIL_ITEM_POOL_HPP
#define TCCC_DETAIL_ITEM_POOL_HPP

#include <tccc/config.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// The lists of one body whose items are `T`, one after the other; the next body's take their place.
///
/// Grows by blocks: a list that is being read moves to the new one, finished ones stay where they are until the next
/// body. The newest block has room for all items of the body, the older blocks' included, so that after any body
/// another one like it allocates nothing.
template <class T>
class item_pool {
    static_assert(std::is_trivially_copyable_v<T> && std::is_nothrow_default_constructible_v<T>);

public:
    /// Forgets all lists. First for each body; a pool moved from is as good as new after it.
    void start() noexcept {
        if (newest_ != nullptr) newest_->older.reset();
        total_ = 0;
        open(0);
    }

    /// Begins a list. Requires: the one before is closed.
    void open() noexcept { open(end_); }

    /// Adds an item to the open list. False when memory is short.
    [[nodiscard]] bool push(const T& item) noexcept {
        if (newest_ == nullptr || total_ == newest_->capacity) {
            if (!grow()) return false;
        }
        newest_->items[end_++] = item;
        ++total_;
        return true;
    }

    /// Ends the open list. What it returns is valid until `start`, also across a move of the pool.
    [[nodiscard]] std::span<const T> close() noexcept {
        if (end_ == begin_) return {};
        return {newest_->items.get() + begin_, end_ - begin_};
    }

    /// How many items the body's lists have so far.
    [[nodiscard]] std::size_t total() const noexcept { return total_; }

private:
    struct block {
        std::unique_ptr<T[]> items;
        std::size_t capacity = 0;
        std::unique_ptr<block> older;
    };

    void open(std::size_t begin) noexcept {
        begin_ = begin;
        end_ = begin;
    }

    bool grow() noexcept {
        constexpr std::size_t smallest = 16;
        std::unique_ptr<block> next(new (std::nothrow) block);
        if (next == nullptr) return false;
        next->capacity = newest_ == nullptr ? smallest : newest_->capacity * 2;
        next->items.reset(new (std::nothrow) T[next->capacity]);
        if (next->items == nullptr) return false;
        if (newest_ != nullptr) {
            std::copy(newest_->items.get() + begin_, newest_->items.get() + end_, next->items.get());
        }
        end_ -= begin_;
        begin_ = 0;
        next->older = std::move(newest_);
        newest_ = std::move(next);
        return true;
    }

    std::unique_ptr<block> newest_;
    std::size_t total_ = 0;
    std::size_t begin_ = 0;  // of the open list, in the newest block
    std::size_t end_ = 0;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif

// SPDX-License-Identifier: MIT
/// @file
/// Where do records of one size live, and in which order do they fall due? A pool whose elements never move, and
/// queues whose links lie in the elements, so that moving one to the back costs no memory and no search.
///
/// Elements are named by numbers of 32 bits, which take half of what pointers would.
#ifndef TCCC_DETAIL_SLOT_POOL_HPP
#define TCCC_DETAIL_SLOT_POOL_HPP

#include <tccc/config.hpp>
#include <tccc/detail/prefetch.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

inline constexpr std::uint32_t no_slot = 0xffff'ffff;

/// Links of one queue.
struct queue_hook {
    std::uint32_t previous = no_slot;
    std::uint32_t next = no_slot;
};

/// Holds `T`s, which are made when their block is and reused; its memory is kept until the pool ends. Those that are free
/// are linked by their member `Hook`.
template <class T, queue_hook T::*Hook>
class slot_pool {
public:
    [[nodiscard]] T& operator[](std::uint32_t number) noexcept {
        return blocks_[number / block_size][number % block_size];
    }
    [[nodiscard]] const T& operator[](std::uint32_t number) const noexcept {
        return blocks_[number / block_size][number % block_size];
    }

    /// Room for one more; throws what `new` throws, then nothing has changed.
    void reserve() {
        if (free_ == no_slot && fresh_ == blocks_.size() * block_size)
            blocks_.push_back(std::make_unique<T[]>(block_size));
    }
    /// Requires: `reserve()` since the last take.
    [[nodiscard]] std::uint32_t take() noexcept {
        if (free_ == no_slot) return fresh_++;
        const std::uint32_t number = free_;
        free_ = ((*this)[number].*Hook).next;
        if (free_ != no_slot) prefetch(&(*this)[free_]);  // the next one to be taken, free for long perhaps
        ((*this)[number].*Hook) = {};
        return number;
    }
    void release(std::uint32_t number) noexcept {
        T& slot = (*this)[number];
        slot = T{};
        (slot.*Hook).next = free_;
        free_ = number;
    }

private:
    static constexpr std::uint32_t block_size = 1024;

    std::uint32_t free_ = no_slot;
    std::uint32_t fresh_ = 0;  // numbers from here on have never been taken
    std::vector<std::unique_ptr<T[]>> blocks_;
};

/// A first-in, first-out queue of elements of a pool, linked by their member `Hook`. An element may be in one queue for
/// each of its hooks; it must leave before it is released. The pool is an argument, so that many queues find room in one cache
/// line.
template <class Pool, auto Hook>
class slot_queue {
public:
    [[nodiscard]] std::uint32_t front() const noexcept { return front_; }
    [[nodiscard]] std::uint32_t back() const noexcept { return back_; }
    /// The element behind that one, and the one before it, or `no_slot`.
    [[nodiscard]] static std::uint32_t next(const Pool& pool, std::uint32_t number) noexcept {
        return (pool[number].*Hook).next;
    }
    [[nodiscard]] static std::uint32_t previous(const Pool& pool, std::uint32_t number) noexcept {
        return (pool[number].*Hook).previous;
    }

    void push_back(Pool& pool, std::uint32_t number) noexcept {
        pool[number].*Hook = {back_, no_slot};
        (back_ == no_slot ? front_ : (pool[back_].*Hook).next) = number;
        back_ = number;
    }

    void remove(Pool& pool, std::uint32_t number) noexcept {
        const queue_hook links = pool[number].*Hook;
        (links.previous == no_slot ? front_ : (pool[links.previous].*Hook).next) = links.next;
        (links.next == no_slot ? back_ : (pool[links.next].*Hook).previous) = links.previous;
        pool[number].*Hook = {};
    }

private:
    std::uint32_t front_ = no_slot;
    std::uint32_t back_ = no_slot;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif

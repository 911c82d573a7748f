// SPDX-License-Identifier: MIT
/// @file
/// In which order do things fall due? A queue whose links lie in its elements, so that moving one to the back
/// costs no memory and no search.
#ifndef TCCC_DETAIL_INTRUSIVE_LIST_HPP
#define TCCC_DETAIL_INTRUSIVE_LIST_HPP

#include <tccc/config.hpp>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

template <class T>
struct list_hook {
    T* previous = nullptr;
    T* next = nullptr;
};

/// A first-in, first-out queue of `T`s that live elsewhere and hold the links in their member `Hook`. An
/// element may be in one queue for each of its hooks; it must leave before it dies.
template <class T, list_hook<T> T::*Hook>
class intrusive_list {
public:
    [[nodiscard]] T* front() const noexcept { return front_; }
    [[nodiscard]] bool empty() const noexcept { return front_ == nullptr; }
    /// The element behind `item`, or null.
    [[nodiscard]] static T* next(const T& item) noexcept { return (item.*Hook).next; }

    void push_back(T& item) noexcept {
        (item.*Hook) = {back_, nullptr};
        (back_ == nullptr ? front_ : (back_->*Hook).next) = &item;
        back_ = &item;
    }

    void remove(T& item) noexcept {
        const list_hook<T> hook = item.*Hook;
        (hook.previous == nullptr ? front_ : (hook.previous->*Hook).next) = hook.next;
        (hook.next == nullptr ? back_ : (hook.next->*Hook).previous) = hook.previous;
        (item.*Hook) = {};
    }

private:
    T* front_ = nullptr;
    T* back_ = nullptr;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif

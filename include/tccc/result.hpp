// SPDX-License-Identifier: MIT
/// @file
/// A value or an error: `result<T>`, the C++20 subset of `std::expected<T, error>` that this library returns.
#ifndef TCCC_RESULT_HPP
#define TCCC_RESULT_HPP

#include <tccc/config.hpp>
#include <tccc/error.hpp>

#include <cassert>
#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

#if TCCC_PUSH_HAS_EXCEPTIONS
#include <exception>
#endif

TCCC_PUSH_BEGIN_NAMESPACE

template <class T>
class result;

#if TCCC_PUSH_HAS_EXCEPTIONS
/// What `result::value` throws when there is none.
class bad_result : public std::exception {
public:
    explicit bad_result(const tccc::error& e) noexcept : error_(e) {}
    [[nodiscard]] const char* what() const noexcept override {
        return message(error_.code).data();  // always a literal, hence terminated
    }
    [[nodiscard]] const tccc::error& error() const noexcept { return error_; }

private:
    tccc::error error_;
};
#endif

namespace detail {
template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;
}  // namespace detail

/// Either a `T` or an `error`; true means there is a value, and nothing else here converts to bool.
///
/// Spelled like `std::expected`, which is C++23, and not switched to it when available: a public signature
/// that depends on the language version would differ between the translation units of one program.
///
/// Owns:       the `T`; what a view inside it borrows from is said where it is returned.
/// Guarantees: never empty; allocates and throws only what `T` does. Trivially copyable when `T` is.
/// Note:       `*` and `value()` on an rvalue return by value, so that
///             `for (auto& t : f().value().tracks)` does not walk a destroyed object in C++20.
template <class T>
class [[nodiscard]] result {
    static_assert(std::is_object_v<T> && !std::is_same_v<std::remove_cv_t<T>, tccc::error> &&
                      !detail::is_result<std::remove_cv_t<T>>,
                  "result<T> holds an object type other than error and result");

public:
    using value_type = T;
    using error_type = tccc::error;

    /// From anything that makes a `T`; explicit where a `T` is made explicitly.
    template <class U = T>
        requires(std::constructible_from<T, U> && !detail::is_result<std::remove_cvref_t<U>> &&
                 !std::same_as<std::remove_cvref_t<U>, tccc::error>)
    constexpr explicit(!std::convertible_to<U, T>)
        result(U&& value) noexcept(std::is_nothrow_constructible_v<T, U>)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}
    constexpr result(const tccc::error& e) noexcept : state_(std::in_place_index<1>, e) {
        assert(e.code != errc::ok && "a failed result needs a code that says why");
    }

    /// True when there is a value. Explicit: a result is no number.
    [[nodiscard]] constexpr bool has_value() const noexcept { return state_.index() == 0; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value(); }

    /// The value. Requires `has_value()`; asserted, not checked, in release builds.
    [[nodiscard]] constexpr const T& operator*() const& noexcept TCCC_PUSH_LIFETIMEBOUND { return *get(); }
    [[nodiscard]] constexpr T& operator*() & noexcept TCCC_PUSH_LIFETIMEBOUND { return *get(); }
    [[nodiscard]] constexpr T operator*() && { return std::move(*get()); }
    [[nodiscard]] constexpr const T* operator->() const noexcept TCCC_PUSH_LIFETIMEBOUND { return get(); }
    [[nodiscard]] constexpr T* operator->() noexcept TCCC_PUSH_LIFETIMEBOUND { return get(); }

    /// The error. Requires `!has_value()`; asserted. By value: it is small, and cannot dangle.
    [[nodiscard]] constexpr tccc::error error() const noexcept {
        const tccc::error* e = std::get_if<1>(&state_);
        assert(e != nullptr && "error() on a result that holds a value");
        return *e;
    }

#if TCCC_PUSH_HAS_EXCEPTIONS
    /// The value, or a thrown `bad_result`. Absent where exceptions are off.
    [[nodiscard]] constexpr const T& value() const& TCCC_PUSH_LIFETIMEBOUND { return require(), *get(); }
    [[nodiscard]] constexpr T& value() & TCCC_PUSH_LIFETIMEBOUND { return require(), *get(); }
    [[nodiscard]] constexpr T value() && { return require(), std::move(*get()); }
#endif

    /// The value, or `fallback`.
    template <class U>
        requires std::convertible_to<U, T>
    [[nodiscard]] constexpr T value_or(U&& fallback) const& {
        return has_value() ? *get() : static_cast<T>(std::forward<U>(fallback));
    }
    template <class U>
        requires std::convertible_to<U, T>
    [[nodiscard]] constexpr T value_or(U&& fallback) && {
        return has_value() ? std::move(*get()) : static_cast<T>(std::forward<U>(fallback));
    }

    /// `f(value)`, itself a result, or this error.
    template <class F>
    [[nodiscard]] constexpr auto and_then(F&& f) const& {
        return chain(*this, std::forward<F>(f));
    }
    template <class F>
    [[nodiscard]] constexpr auto and_then(F&& f) && {
        return chain(std::move(*this), std::forward<F>(f));
    }

    /// `f(value)` wrapped in a result, or this error.
    template <class F>
    [[nodiscard]] constexpr auto transform(F&& f) const& {
        return map(*this, std::forward<F>(f));
    }
    template <class F>
    [[nodiscard]] constexpr auto transform(F&& f) && {
        return map(std::move(*this), std::forward<F>(f));
    }

    /// Equal when both hold equal values or equal errors.
    [[nodiscard]] friend constexpr bool operator==(const result& a,
                                                   const result& b) requires std::equality_comparable<T> {
        return a.state_ == b.state_;
    }

private:
    [[nodiscard]] constexpr const T* get() const noexcept {
        const T* value = std::get_if<0>(&state_);
        assert(value != nullptr && "the result holds an error");
        return value;
    }
    [[nodiscard]] constexpr T* get() noexcept {
        T* value = std::get_if<0>(&state_);
        assert(value != nullptr && "the result holds an error");
        return value;
    }

#if TCCC_PUSH_HAS_EXCEPTIONS
    constexpr void require() const {
        if (!has_value()) throw bad_result(error());
    }
#endif

    template <class Self, class F>
    static constexpr auto chain(Self&& self, F&& f) {
        using next = std::remove_cvref_t<std::invoke_result_t<F, decltype(*std::forward<Self>(self))>>;
        static_assert(detail::is_result<next>, "and_then takes a function that returns a result");
        return self.has_value() ? std::invoke(std::forward<F>(f), *std::forward<Self>(self))
                                : next(self.error());
    }
    template <class Self, class F>
    static constexpr auto map(Self&& self, F&& f) {
        using next = result<std::remove_cv_t<std::invoke_result_t<F, decltype(*std::forward<Self>(self))>>>;
        return self.has_value() ? next(std::invoke(std::forward<F>(f), *std::forward<Self>(self)))
                                : next(self.error());
    }

    std::variant<T, tccc::error> state_;
};

TCCC_PUSH_END_NAMESPACE

#endif

// SPDX-License-Identifier: MIT
#include "../support/contender.hpp"

#include <glaze/json.hpp>

#include <optional>

namespace bench {

/// The names are the keys. Not in an unnamed namespace: glaze reflects on types that have linkage.
struct glaze_push {
    std::int64_t SdkAppId = 0;
    std::string_view RecordId;
    std::string_view SessionId;
    std::int64_t Timestamp = 0;
    std::string_view EndpointUser;
    std::string_view RecordURL;
    std::optional<std::string_view> CustomRecordURL;
};

/// As `blank`.
inline glaze_push blank_glaze_push;

namespace {

/// Into views, its fastest way. A view of glaze's is the text as it stands, escapes and all, so it does not
/// take part where there are any. Bodies end with a NUL, which its default options ask for.
class by_glaze {
public:
    explicit by_glaze(const std::vector<std::string>& bodies) : bodies_(bodies) {}
    static bool suits(const corpus& pushes) { return !pushes.escaped; }
    template <class Use>
    bool read(std::size_t index, Use&& use) {
        glaze_push read = blank_glaze_push;
        if (glz::read<glz::opts{.error_on_unknown_keys = false}>(read, bodies_[index])) return false;
        use(fields{read.SdkAppId, read.RecordId, read.SessionId, read.Timestamp, read.EndpointUser,
                   read.RecordURL, read.CustomRecordURL.value_or(std::string_view())});
        return true;
    }

private:
    std::vector<std::string> bodies_;
};

}  // namespace

void add_glaze(std::vector<contender>& contenders) {
    contenders.push_back(make_contender<by_glaze>("glaze, into views", standing::other));
}

}  // namespace bench

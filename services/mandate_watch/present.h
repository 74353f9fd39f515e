#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "services/mandate_watch/model.h"

namespace vigil::mandate_watch {

// Records as they are answered: with their etag, and with what is output only.
v1::Session Presented(const Model& model, const v1::Session& session,
                      const AsOf& as_of);
v1::Mandate Presented(const Model& model, const v1::Mandate& mandate,
                      const AsOf& as_of);
v1::Renewal Presented(const Model& model, const v1::Renewal& renewal,
                      const AsOf& as_of);

// A session of a body, recorded or not; nothing if it is neither recorded nor
// can it be estimated.
std::optional<v1::Session> PresentedSession(const Model& model,
                                            absl::string_view body, int number);

// Takes from a record all that is output only, but the state of a mandate, and
// fills in defaults.
void Normalize(v1::Session& session);
void Normalize(v1::Mandate& mandate);
void Normalize(v1::Renewal& renewal);

}  // namespace vigil::mandate_watch

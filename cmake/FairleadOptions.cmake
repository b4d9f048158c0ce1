# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fairlead_options: how every target of the project is compiled. Nothing is set globally but the sanitizers, which
# have to agree across all of a program's parts.

add_library(fairlead_options INTERFACE)
target_include_directories(fairlead_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(fairlead_options INTERFACE
    FAIRLEAD_VERSION="${PROJECT_VERSION}"
    QT_NO_KEYWORDS
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_FOREACH
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_URL_CAST_FROM_STRING
    QT_ENABLE_STRICT_MODE_UP_TO=0x060800
)
target_compile_options(fairlead_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wsuggest-override -Wextra-semi -Wformat=2
    # Designated initializers leave members out on purpose.
    -Wno-missing-field-initializers
    $<$<BOOL:${FAIRLEAD_WERROR}>:-Werror>
    # What ccache needs to see through a precompiled header.
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
)

if(FAIRLEAD_SANITIZE)
    add_compile_options(-fsanitize=${FAIRLEAD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${FAIRLEAD_SANITIZE})
endif()

# The tests link often; mold does it in a third of the time.
find_program(FAIRLEAD_MOLD mold)
mark_as_advanced(FAIRLEAD_MOLD)
if(FAIRLEAD_MOLD AND CMAKE_VERSION VERSION_GREATER_EQUAL 3.29)
    set(CMAKE_LINKER_TYPE MOLD)
endif()

# fairlead_parts(part…): adds each sub-folder that is there already, and notices when one comes.
function(fairlead_parts)
    file(GLOB present CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
    foreach(part IN LISTS ARGN)
        if(${CMAKE_CURRENT_SOURCE_DIR}/${part}/CMakeLists.txt IN_LIST present)
            add_subdirectory(${part})
        endif()
    endforeach()
endfunction()

# fairlead_library(name): a static library whose sources come from sub-folders by target_sources().
function(fairlead_library name)
    # CMake wants one source right here.
    set(empty ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp)
    file(CONFIGURE OUTPUT ${empty} CONTENT "// The sources of ${name} come from its sub-folders.\n")
    add_library(${name} STATIC ${empty})
    target_link_libraries(${name} PUBLIC fairlead_options)
endfunction()

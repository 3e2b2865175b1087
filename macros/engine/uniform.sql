{% macro uniform(key, stream, seed=none) %}
    {#- A number in (0, 1) that is a function of (key, stream, seed) alone: the package's only randomness.
        `key` is an SQL expression, `stream` a literal that names the use, so that two uses never share draws. -#}
    {%- set seed = var('assay_seed', 1) if seed is none else seed -%}
    ((
        {{ assay.hash_integer("concat_ws('|', cast(" ~ key ~ " as string), '" ~ stream ~ "', '" ~ seed ~ "')") }}
        + cast(0.5 as double)
    ) / cast(4294967296 as double))
{%- endmacro %}

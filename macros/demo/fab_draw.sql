{% macro fab_draw(key, stream) -%}
    {#- An integer from 0 to 2^32 - 1 that is a function of (key, stream, assay_seed) alone. `key` is a
        column that holds a mixed integer, `stream` a literal that names the use. -#}
    {%- set offset = local_md5(stream ~ '|' ~ var('assay_seed', 1))[:8] | int(base=16) -%}
    {{ assay.mix_integer('((' ~ key ~ ' + ' ~ offset ~ ') % 4294967296)') }}
{%- endmacro %}

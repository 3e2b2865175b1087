{% macro _class_shares(shape) %}
    {#- A map of the probability of each class, from the columns of assay._class_ctes. -#}
    {%- set shares = {} -%}
    {%- for output in shape.outputs -%}{%- do shares.update({output.name: 'assay_share_' ~ loop.index}) -%}{%- endfor -%}
    {{ return(assay.map_from_pairs(shares, 'double')) }}
{% endmacro %}

{% macro _feature_groups(borders) %}
    {#- Groups of features whose part in the words of trees is looked up at once. `borders` is {feature position: number
        of borders}: a feature with n borders has n + 1 bins, and a group has an entry for each combination of its
        features' bins. A list of {first_entry, entries, members: [{feature, bins, stride}]}. Entries of all groups are
        numbered through from 1; the entry of a row is the group's first one plus, for each feature, bin times stride.
        The feature with most borders takes in those with fewest, as long as the group's table is small. -#}
    {%- set most_entries = 512 -%}
    {%- set left = [] -%}
    {%- for feature, count in borders.items() -%}
        {%- do left.append((count + 1, feature)) -%}
    {%- endfor -%}
    {%- set left = left | sort -%}
    {%- set groups = [] -%}
    {%- set total = namespace(entries=0) -%}
    {%- for _ in borders if left -%}
        {%- set bins, feature = left.pop() -%}
        {%- set members = [{'feature': feature, 'bins': bins, 'stride': 1}] -%}
        {%- set size = namespace(entries=bins) -%}
        {%- for _ in range(left | length) if left and size.entries * left[0][0] <= most_entries -%}
            {%- set bins, feature = left.pop(0) -%}
            {%- do members.append({'feature': feature, 'bins': bins, 'stride': size.entries}) -%}
            {%- set size.entries = size.entries * bins -%}
        {%- endfor -%}
        {%- do groups.append({'first_entry': total.entries + 1, 'entries': size.entries, 'members': members}) -%}
        {%- set total.entries = total.entries + size.entries -%}
    {%- endfor -%}
    {{ return(groups) }}
{% endmacro %}
